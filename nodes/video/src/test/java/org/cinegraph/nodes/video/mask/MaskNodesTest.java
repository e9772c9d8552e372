package org.cinegraph.nodes.video.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.video.FolderContext;
import org.cinegraph.nodes.video.TestPictures;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.still.Still;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskNodesTest {
  @TempDir Path folder;
  private FolderContext context;

  @BeforeEach
  void open() throws Exception {
    context = new FolderContext(folder);
  }

  @Test
  void aMaskIsAChannelOfAnImageOrHowBrightItIs() throws Exception {
    context.with("image", Still.store(context, TestPictures.flat(2, 1, 200, 100, 50)));
    MaskFromImage node = new MaskFromImage();

    // 0.299 · 200 + 0.587 · 100 + 0.114 · 50
    assertThat(made(node).levels()).containsOnly(124);
    context.with("channel", new Value.Text("green"));
    assertThat(made(node).levels()).containsOnly(100);
    context.with("channel", new Value.Text("alpha"));
    assertThat(made(node).levels()).containsOnly(255);
    context.with("channel", new Value.Text("red")).with("threshold", new Value.Int(200));
    assertThat(made(node).levels()).containsOnly(255);
    context.with("threshold", new Value.Int(201));
    assertThat(made(node).levels()).containsOnly(0);
  }

  @Test
  void invertedTwiceItIsTheSame() throws Exception {
    Mask mask = mask("mask", 3, 1, 0, 100, 255);

    assertThat(made(new InvertMask()).levels()).containsExactly(255, 155, 0);
    context.with("mask", context.outputArtifact("mask"));
    assertThat(made(new InvertMask()).levels()).isEqualTo(mask.levels());
  }

  @ParameterizedTest
  @ValueSource(ints = {-30, -3, -1, 0, 1, 2, 5, 30})
  void grownItIsTheHighestLevelInReachAndShrunkTheLowest(int pixels) throws Exception {
    byte[] levels = new byte[17 * 11];
    new Random(1).nextBytes(levels);
    Mask mask = new Mask(17, 11, levels);
    context.with("mask", mask.store(context)).with("pixels", new Value.Int(pixels));

    Mask grown = made(new GrowMask());

    int reach = Math.abs(pixels);
    for (int y = 0; y < 11; y++) {
      for (int x = 0; x < 17; x++) {
        int wanted = mask.at(x, y);
        for (int v = Math.max(0, y - reach); v <= Math.min(10, y + reach); v++) {
          for (int u = Math.max(0, x - reach); u <= Math.min(16, x + reach); u++) {
            wanted = pixels > 0 ? Math.max(wanted, mask.at(u, v)) : Math.min(wanted, mask.at(u, v));
          }
        }
        assertThat(grown.at(x, y)).isEqualTo(wanted);
      }
    }
  }

  @Test
  void blurredAnEdgeIsTheIntegralOfTheBell() throws Exception {
    byte[] levels = new byte[40];
    Arrays.fill(levels, 20, 40, (byte) 255);
    context.with("mask", new Mask(40, 1, levels).store(context));
    context.with("radius", new Value.Float(2));

    Mask soft = made(new BlurMask());

    // Half a pixel beyond the edge: the bell's part up to 0.25 deviations, and so on.
    assertThat(soft.at(20, 0)).isBetween(151, 153);
    assertThat(soft.at(19, 0) + soft.at(20, 0)).isEqualTo(255);
    assertThat(soft.at(21, 0)).isBetween(196, 198);
    assertThat(soft.at(13, 0)).isZero();
    assertThat(soft.at(39, 0)).isEqualTo(255);
    context.with("radius", new Value.Float(0));
    assertThat(made(new BlurMask()).levels()).isEqualTo(levels);
  }

  @Test
  void twoMasksAreCombinedLevelByLevel() throws Exception {
    mask("a", 4, 1, 0, 100, 200, 255);
    mask("b", 4, 1, 50, 50, 255, 255);

    assertThat(made(new CombineMasks()).levels()).containsExactly(50, 100, 255, 255);
    context.with("how", new Value.Text("intersect"));
    assertThat(made(new CombineMasks()).levels()).containsExactly(0, 50, 200, 255);
    context.with("how", new Value.Text("subtract"));
    assertThat(made(new CombineMasks()).levels()).containsExactly(0, 50, 0, 0);
  }

  @Test
  void overAnotherAPictureIsSeenWhereTheMaskIsWhite() throws Exception {
    context.with("under", Still.store(context, TestPictures.flat(3, 1, 10, 20, 30)));
    context.with("over", Still.store(context, TestPictures.flat(3, 1, 210, 120, 31)));
    mask("mask", 3, 1, 0, 128, 255);

    context.run(new CompositeImage());
    Frame image = Still.readOpaque(context.with("i", context.outputArtifact("image")), "i");

    // 10 + 200 · 128/255 = 110.4, 20 + 100 · 128/255 = 70.2, 30 + 128/255 = 30.5
    assertThat(image.rgb()).containsExactly(10, 20, 30, 110, 70, 31, 210, 120, 31);
  }

  @Test
  void masksOfAnotherSizeAndPicturesWithColoursAreRefused() throws Exception {
    mask("a", 4, 1, 0, 100, 200, 255);
    mask("b", 2, 2, 0, 100, 200, 255);
    assertThatThrownBy(() -> made(new CombineMasks()))
        .isInstanceOf(NodeFailure.class)
        .hasMessage(
            "Input b was expected to be 4×1 pixels as input a, found 2×2. Bring its image to that"
                + " size with `resize`.");

    context.with("mask", Still.store(context, TestPictures.flat(2, 2, 10, 11, 10)));
    assertThatThrownBy(() -> made(new InvertMask()))
        .isInstanceOf(NodeFailure.class)
        .hasMessageStartingWith(
            "Input mask was expected to be a mask, which is grey, found a colour at column 0 of row");

    context.with("under", Still.store(context, TestPictures.flat(4, 1, 1, 1, 1)));
    context.with("over", Still.store(context, TestPictures.flat(4, 1, 1, 1, 1)));
    mask("mask", 1, 4, 0, 100, 200, 255);
    assertThatThrownBy(() -> context.run(new CompositeImage()))
        .isInstanceOf(NodeFailure.class)
        .hasMessageStartingWith(
            "Input mask was expected to be 4×1 pixels as input under, found 1×4");
  }

  private Mask mask(String port, int width, int height, int... levels) throws Exception {
    byte[] bytes = new byte[levels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) levels[i];
    }
    Mask mask = new Mask(width, height, bytes);
    context.with(port, mask.store(context));
    return mask;
  }

  private Mask made(NodeType node) throws Exception {
    context.run(node);
    return Mask.read(context.with("made", context.outputArtifact("mask")), "made");
  }
}
