package org.cinegraph.nodes.video.still;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.FolderContext;
import org.cinegraph.nodes.video.TestPictures;
import org.cinegraph.nodes.video.frame.Frame;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResizeTest {
  private static final Value NONE = new Value.Nothing();

  @TempDir Path folder;
  private FolderContext context;

  @BeforeEach
  void open() throws Exception {
    context = new FolderContext(folder);
    context.with("image", Still.store(context, TestPictures.moving(60, 40, 0)));
  }

  @Test
  void theSizeIsGivenInFullInPartOrByScale() throws Exception {
    assertThat(resized(30, 10, NONE)).extracting(Frame::width, Frame::height).contains(30, 10);
    assertThat(resized(90, NONE, NONE)).extracting(Frame::width, Frame::height).contains(90, 60);
    assertThat(resized(NONE, 10, NONE)).extracting(Frame::width, Frame::height).contains(15, 10);
    assertThat(resized(NONE, NONE, 0.01)).extracting(Frame::width, Frame::height).contains(1, 1);
    assertThat(resized(NONE, NONE, 1.5)).extracting(Frame::width, Frame::height).contains(90, 60);
  }

  @Test
  void theFilterMakesThePixels() throws Exception {
    Frame steps = Frame.blank(2, 1);
    Arrays.fill(steps.rgb(), 3, 6, (byte) 100);
    context.with("image", Still.store(context, steps));

    // All but those of bicubic are what Pillow 13 makes of it.
    context.with("filter", new Value.Text("nearest"));
    assertThat(red(resized(4, 1, NONE))).containsExactly(0, 0, 100, 100);
    context.with("filter", new Value.Text("bilinear"));
    assertThat(red(resized(4, 1, NONE))).containsExactly(0, 25, 75, 100);
    context.with("filter", new Value.Text("bicubic"));
    assertThat(red(resized(4, 1, NONE))).containsExactly(0, 23, 77, 111);
    context.with("filter", new Value.Text("lanczos"));
    assertThat(red(resized(4, 1, NONE))).containsExactly(0, 23, 77, 118);
  }

  @Test
  void aSizeThatIsUnclearOrTooLargeIsRefused() {
    assertThatThrownBy(() -> resized(NONE, NONE, NONE))
        .isInstanceOf(NodeFailure.class)
        .hasMessage("resize takes either scale, or width or height or both, found none of them.");
    assertThatThrownBy(() -> resized(10, NONE, 2.0))
        .hasMessageEndingWith("found scale beside a size.");
    assertThatThrownBy(() -> resized(16_384, NONE, NONE))
        .isInstanceOf(NodeFailure.class)
        .hasMessage(
            "resize would make 16384×10923 pixels; at most 67108864 and 16384 a side are allowed.");
  }

  private Frame resized(Object width, Object height, Object scale) throws Exception {
    context
        .with("width", value(width))
        .with("height", value(height))
        .with("scale", value(scale))
        .run(new Resize());
    FolderContext reading = context.with("resized", context.outputArtifact("image"));
    return Still.readOpaque(reading, "resized");
  }

  private static Value value(Object value) {
    return switch (value) {
      case Integer number -> new Value.Int(number);
      case Double number -> new Value.Float(number);
      default -> (Value) value;
    };
  }

  private static int[] red(Frame frame) {
    int[] levels = new int[frame.width()];
    for (int x = 0; x < levels.length; x++) {
      levels[x] = frame.at(x, 0, 0);
    }
    return levels;
  }
}
