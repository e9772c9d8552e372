package org.cinegraph.nodes.diffusion.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.WeightForm;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against diffusers: several layers and heads, patches of two shapes, odd sizes and lengths,
/// batches, one time for all tokens and one for each, weights of 32 and 16 bits.
class WanTransformer3DModelTest {
  private static final double MOST = 1e-5;
  private static final int CASES = 3;

  @ParameterizedTest
  @ValueSource(strings = {"three_layers", "deep_patch", "bfloat"})
  @Gate(
      kind = Gate.Kind.NETWORK,
      what = "WanTransformer3DModel, 3 tiny networks, one time and one for each token",
      most = MOST)
  void predictionsAreThoseOfTheLibrary(String name) throws Exception {
    try (Golden golden = Golden.beside(WanTransformer3DModelTest.class, name);
        WanTransformer3DModel model = load(name)) {
      for (int i = 0; i < CASES; i++) {
        golden.assertClose(predict(model, golden, i), "out." + i, MOST);
      }
    }
  }

  @Test
  void aSecondCallGivesTheSameBits() throws Exception {
    try (Golden golden = Golden.beside(WanTransformer3DModelTest.class, "three_layers");
        WanTransformer3DModel model = load("three_layers")) {
      float[] first = predict(model, golden, 0).values();
      predict(model, golden, 1);

      assertThat(predict(model, golden, 0).values()).containsExactly(first);
    }
  }

  @Test
  void aPredictionThatIsNotWantedAnyMoreIsLeftBetweenItsParts() throws Exception {
    try (Golden golden = Golden.beside(WanTransformer3DModelTest.class, "three_layers");
        WanTransformer3DModel model = load("three_layers")) {
      // Three blocks and the head.
      for (int most = 0; most < 4; most++) {
        AtomicInteger left = new AtomicInteger(most);

        assertThatThrownBy(() -> ask(model, golden, left))
            .isInstanceOf(InterruptedException.class)
            .hasMessage("not wanted");
      }
      AtomicInteger enough = new AtomicInteger(4);
      golden.assertClose(ask(model, golden, enough), "out.0", MOST);
      assertThat(enough).hasValue(0);
    }
  }

  private static FloatTensor ask(WanTransformer3DModel model, Golden golden, AtomicInteger left)
      throws Exception {
    return model.predict(
        golden.floats("x.0"),
        golden.floats("t.0"),
        golden.floats("hidden.0"),
        () -> {
          if (left.getAndDecrement() == 0) {
            throw new InterruptedException("not wanted");
          }
        });
  }

  @Test
  void whatBelongsToAnotherModelIsRefusedInASentence() throws Exception {
    try (Golden own = Golden.beside(WanTransformer3DModelTest.class, "deep_patch");
        Golden other = Golden.beside(WanTransformer3DModelTest.class, "three_layers");
        WanTransformer3DModel model = load("deep_patch")) {
      FloatTensor x = own.floats("x.0");
      FloatTensor t = own.floats("t.0");
      FloatTensor hidden = own.floats("hidden.0");

      refused(model, other.floats("x.0"), t, hidden)
          .hasMessageContaining(
              "takes latents of the shape any×5×frames×rows×columns, these multiples of 2, 1 and 3 and at most 12 times as many, found 2×4×3×6×10.");
      refused(model, FloatTensor.of(new float[5 * 2 * 13 * 3], 1, 5, 2, 13, 3), t, hidden)
          .hasMessageContaining("at most 12 times as many, found 1×5×2×13×3.");
      refused(model, x, own.floats("t.1"), hidden)
          .hasMessageContaining("takes timesteps of the shape 2×1 or 2×45, found 1×1.");
      refused(model, x, t, other.floats("hidden.0"))
          .hasMessageContaining(
              "takes hidden states of the text of the shape 2×any×7, found 2×9×10.");
    }
  }

  @Test
  void anotherTypeThanFloat32IsRefusedInASentence() throws Exception {
    ModelPart part = ModelPackage.open("networks", WanResources.path("networks")).part("bfloat");

    assertThatThrownBy(() -> WanTransformer3DModel.load(part.in(WeightForm.PLAIN.in(Dtype.BF16))))
        .isInstanceOf(NodeFailure.class)
        .hasMessage(
            "The bfloat of model package networks computes in f32 alone, found dtype bf16. Take dtype f32, in the graph's model or as the worker's --dtype.");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(
      WanTransformer3DModel model, FloatTensor x, FloatTensor t, FloatTensor hidden) {
    return assertThatThrownBy(() -> model.predict(x, t, hidden, () -> {}))
        .isInstanceOf(NodeFailure.class);
  }

  private static FloatTensor predict(WanTransformer3DModel model, Golden golden, int i)
      throws Exception {
    return model.predict(
        golden.floats("x." + i), golden.floats("t." + i), golden.floats("hidden." + i), () -> {});
  }

  private static WanTransformer3DModel load(String name) throws Exception {
    return WanTransformer3DModel.load(
            ModelPackage.open("networks", WanResources.path("networks")).part(name))
        .model();
  }
}
