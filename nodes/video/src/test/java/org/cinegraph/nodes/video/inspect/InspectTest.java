package org.cinegraph.nodes.video.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import javax.imageio.ImageIO;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.video.FolderContext;
import org.cinegraph.nodes.video.TestPictures;
import org.cinegraph.nodes.video.chunk.ChunkWriter;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
  @TempDir Path folder;
  private FolderContext context;

  @BeforeEach
  void aVideoOfTwentyGreys() throws Exception {
    context = new FolderContext(folder);
    VideoFormat format = new VideoFormat(40, 20, FrameRate.of(10));
    try (ChunkWriter writer = new ChunkWriter(context, format)) {
      for (int n = 0; n < 20; n++) {
        writer.append(TestPictures.flat(40, 20, 10 * n, 10 * n, 0));
      }
      context.with("video", writer.finish());
    }
  }

  @Test
  void theSheetShowsFramesEvenlySpread() throws Exception {
    context.with("frames", new Value.Int(4)).with("columns", new Value.Int(0));

    new InspectVideo().run(context);

    BufferedImage sheet = image(context.outputArtifact("sheet"));
    assertThat(List.of(sheet.getWidth(), sheet.getHeight())).containsExactly(82, 42);
    assertThat(red(sheet, 5, 5)).isZero();
    assertThat(red(sheet, 60, 5)).isEqualTo(50);
    assertThat(red(sheet, 5, 30)).isEqualTo(100);
    assertThat(red(sheet, 60, 30)).isEqualTo(150);
  }

  @Test
  void theSheetMayBeOneRow() throws Exception {
    context.with("frames", new Value.Int(4)).with("columns", new Value.Int(4));

    new InspectVideo().run(context);

    BufferedImage sheet = image(context.outputArtifact("sheet"));
    assertThat(List.of(sheet.getWidth(), sheet.getHeight())).containsExactly(166, 20);
    assertThat(red(sheet, 60, 5)).isEqualTo(50);
    assertThat(red(sheet, 160, 5)).isEqualTo(150);
  }

  @Test
  void theStatisticsAreThoseOfTheFrames() throws Exception {
    context.with("frames", new Value.Int(4)).with("columns", new Value.Int(0));

    new InspectVideo().run(context);

    assertThat(statistics("frames")).isEqualTo(new Value.Int(20));
    assertThat(statistics("rate")).isEqualTo(new Value.Text("10"));
    assertThat(statistics("seconds")).isEqualTo(new Value.Float(2));
    assertThat(items("mean-colour").get(3)).isEqualTo(floats(30, 30, 0));
    assertThat(items("change")).hasSize(20).startsWith(new Value.Float(0));
    assertThat(items("change").subList(1, 20)).containsOnly(new Value.Float(6.67));
  }

  @Test
  void aLongVideoIsDescribedByEveryNthFrame() {
    Statistics statistics = new Statistics(new VideoFormat(1, 1, FrameRate.of(10)), 2_500);
    for (int n = 0; n < 2_500; n++) {
      statistics.add(n, TestPictures.flat(1, 1, n % 250, 0, 0));
    }

    Value.Fields result = statistics.result();

    assertThat(result.fields().get("frames")).isEqualTo(new Value.Int(2_500));
    assertThat(result.fields().get("described-every")).isEqualTo(new Value.Int(3));
    assertThat(result.fields().get("mean-colour"))
        .isInstanceOfSatisfying(
            Value.Items.class,
            means -> {
              assertThat(means.items()).hasSize(834);
              assertThat(means.items().get(10)).isEqualTo(floats(30, 0, 0));
            });
  }

  @Test
  void everyAndLimitChooseTheFrames() throws Exception {
    context.with("every", new Value.Int(8)).with("limit", new Value.Int(2));

    new ExtractFrames().run(context);

    List<ArtifactReference> images = context.outputArtifacts("images");
    assertThat(images).hasSize(2);
    assertThat(images.get(1).mediaType()).isEqualTo("image/png");
    assertThat(red(image(images.get(1)), 0, 0)).isEqualTo(80);
  }

  @Test
  void theLastFrameIsAPicture() throws Exception {
    new LastFrame().run(context);

    assertThat(red(image(context.outputArtifact("image")), 0, 0)).isEqualTo(190);
  }

  @Test
  void theNodeTypesOfThisRoomAreFoundByTheWorker() {
    List<String> types =
        ServiceLoader.load(NodeType.class).stream()
            .map(provider -> provider.get().declaration().type())
            .toList();

    assertThat(types).contains("mux", "inspect-video", "frames");
  }

  private Value statistics(String field) {
    if (context.outputs().get("statistics") instanceof PortValue.Inline(Value.Fields(var fields))) {
      return Optional.ofNullable(fields.get(field)).orElseThrow();
    }
    throw new AssertionError("No statistics");
  }

  private List<Value> items(String field) {
    return statistics(field) instanceof Value.Items(List<Value> items) ? items : List.of();
  }

  private static Value floats(double red, double green, double blue) {
    return new Value.Items(
        List.of(new Value.Float(red), new Value.Float(green), new Value.Float(blue)));
  }

  private BufferedImage image(ArtifactReference reference) throws IOException {
    return ImageIO.read(context.fetch(reference).toFile());
  }

  private static int red(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) >> 16 & 0xff;
  }
}
