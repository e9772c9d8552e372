package org.cinegraph.nodes.diffusion.wan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.cinegraph.nodes.diffusion.wanvae.Clips;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.noise.TorchNoise;
import org.junit.jupiter.api.Test;

class WindowsTest {
  @Test
  void theLastWindowEndsWithTheVideo() {
    assertThat(new Windows(21, 21, 5).starts()).containsExactly(0);
    assertThat(new Windows(5, 21, 5).starts()).containsExactly(0);
    assertThat(new Windows(22, 21, 5).starts()).containsExactly(0, 1);
    assertThat(new Windows(11, 5, 2).starts()).containsExactly(0, 3, 6);
    assertThat(new Windows(10, 5, 2).starts()).containsExactly(0, 3, 5);
  }

  @Test
  void answersThatAreTheWindowsThemselvesBlendToTheVideo() throws Exception {
    FloatTensor clip = TorchNoise.seeded(3).normal(Shape.of(1, 3, 10, 2, 4));

    float[] blended = new Windows(10, 5, 2).blend(clip, window -> window);

    for (int i = 0; i < blended.length; i++) {
      assertThat(blended[i]).isCloseTo(clip.values()[i], within());
    }
  }

  private static Offset<Float> within() {
    return Offset.offset(1e-6f);
  }

  @Test
  void aFrameInTwoWindowsHasOfEachBySoMuchAsItLiesInside() throws Exception {
    FloatTensor clip = FloatTensor.of(new float[7], 1, 1, 7, 1, 1);
    List<Integer> asked = new ArrayList<>();

    float[] blended =
        new Windows(7, 4, 1)
            .blend(
                clip,
                window -> {
                  asked.add(Clips.frames(window));
                  float[] answer = new float[4];
                  Arrays.fill(answer, asked.size());
                  return FloatTensor.of(answer, 1, 1, 4, 1, 1);
                });

    // Weights 1 2 2 1 of each; the fourth frame is the last of one and the first of the other.
    assertThat(asked).containsExactly(4, 4);
    assertThat(blended).containsExactly(1, 1, 1, 1.5f, 2, 2, 2);
  }

  @Test
  void oneWindowIsAskedForTheVideoAsItIs() throws Exception {
    FloatTensor clip = TorchNoise.seeded(3).normal(Shape.of(1, 2, 4, 2, 2));

    assertThat(Windows.whole(4).blend(clip, window -> window)).isSameAs(clip.values());
  }
}
