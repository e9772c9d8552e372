package org.cinegraph.nodes.tensor.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Conditioning.Refocus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConditioningTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    Conditioning read = Conditioning.read(written(), "conditioning", 4);

    assertThat(read.hidden().shape().toString()).isEqualTo("2×3×4");
    assertThat(read.present().values()).containsExactly(1, 1, 0, 1, 0, 0);
  }

  @Test
  void pooledRowsAreThereWhereTheyWereWritten() throws Exception {
    assertThat(Conditioning.read(written(), "conditioning", 4).pooled()).isEmpty();

    Path file = folder.resolve("pooled.safetensors");
    FloatTensor pooled = FloatTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    FloatTensor hidden = FloatTensor.of(new float[24], 2, 3, 4);
    FloatTensor present = FloatTensor.of(new float[6], 2, 3);
    new Conditioning(hidden, present, Optional.of(pooled)).write(file);

    assertThat(Conditioning.read(file, "conditioning", 4).pooled().orElseThrow().values())
        .containsExactly(pooled.values());
    assertThatThrownBy(() -> new Conditioning(hidden, present, Optional.of(present.reshape(6))))
        .hasMessageContaining("pooled rows 6");
  }

  @Test
  void tokensAndWhatAttentionIsToDoAreReadBack() throws Exception {
    Path file = folder.resolve("refocused.safetensors");
    FloatTensor hidden = FloatTensor.of(new float[24], 2, 3, 4);
    FloatTensor planes = FloatTensor.of(new float[] {0, 1, 0.5f, 1}, 1, 2, 2);
    Refocus refocus = new Refocus("{\"words\":\"ä ball\"}", Optional.of(planes));
    new Conditioning(hidden, FloatTensor.of(new float[6], 2, 3))
        .withTokens(new long[] {49406, 7, 49407})
        .with(refocus)
        .write(file);

    Conditioning read = Conditioning.read(file, "conditioning");

    assertThat(read.tokens().orElseThrow().values()).containsExactly(49406, 7, 49407);
    assertThat(read.refocus().orElseThrow().plan()).isEqualTo(refocus.plan());
    assertThat(read.refocus().orElseThrow().regions().orElseThrow().values())
        .containsExactly(planes.values());
  }

  @Test
  void oneForAnotherModelIsRefusedWithBothWidths() {
    assertThatThrownBy(() -> Conditioning.read(written(), "conditioning", 768))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("Input conditioning was expected to be a conditioning of width 768")
        .hasMessageContaining("found 4. Encode the prompt with the model that this node uses");
  }

  @Test
  void latentsAreNoConditioning() throws Exception {
    Path file = folder.resolve("latents.safetensors");
    new Latents(FloatTensor.of(new float[8], 1, 8)).write(file);

    assertThatThrownBy(() -> Conditioning.read(file, "conditioning", 4))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("holds no tensor hidden, only [latents]");
  }

  @Test
  void rowsThatDoNotBelongTogetherAreRefused() {
    FloatTensor hidden = FloatTensor.of(new float[24], 2, 3, 4);
    FloatTensor present = FloatTensor.of(new float[4], 2, 2);

    assertThatThrownBy(() -> new Conditioning(hidden, present)).hasMessageContaining("2×3×4");
  }

  private Path written() throws Exception {
    Path file = folder.resolve("conditioning.safetensors");
    FloatTensor present = FloatTensor.of(new float[] {1, 1, 0, 1, 0, 0}, 2, 3);
    new Conditioning(FloatTensor.of(new float[24], 2, 3, 4), present).write(file);
    return file;
  }
}
