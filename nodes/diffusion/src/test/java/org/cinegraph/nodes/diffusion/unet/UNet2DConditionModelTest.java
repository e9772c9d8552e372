package org.cinegraph.nodes.diffusion.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.nodes.diffusion.refocus.AttentionFocus;
import org.cinegraph.nodes.diffusion.unet.UNet2DConditionModel.Added;
import org.cinegraph.nodes.sdk.ModelLoader;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.WeightForm;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.tensor.golden.RecordGate;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against diffusers: each family twice, with several levels and groups, heads and depths that
/// differ between levels, odd sizes, batches, long and short texts, weights of 32 and 16 bits.
class UNet2DConditionModelTest {
  private static final double MOST = 1e-5;
  private static final int CASES = 3;

  /// Of the library's own error: less would say that these are not 16 bits.
  private static final double LEAST_OF_THE_LIBRARYS = 0.2;

  private static final double MOST_OF_THE_LIBRARYS = 1.5;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sd15_two_groups",
        "sd15_uneven",
        "sd2_heads",
        "sd2_half",
        "sdxl_depths",
        "sdxl_fork",
        "refiner_levels",
        "refiner_bfloat",
        "sd15_guided",
        "sdxl_guided"
      })
  @Gate(
      kind = Gate.Kind.NETWORK,
      what = "UNet2DConditionModel, 10 tiny networks of SD 1.5, 2, XL, refiner and LCM",
      most = MOST)
  void predictionsAreThoseOfTheLibrary(String name) throws Exception {
    try (Golden golden = Golden.beside(UNet2DConditionModelTest.class, name);
        UNet2DConditionModel model = load(name)) {
      for (int i = 0; i < CASES; i++) {
        golden.assertClose(predict(model, golden, i), "out." + i, MOST);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sd15_two_groups, bf16",
    "sd2_heads, bf16",
    "sd2_half, bf16",
    "sdxl_depths, bf16",
    "refiner_bfloat, bf16",
    "sd15_uneven, f16",
    "sd2_half, f16",
    "sdxl_fork, f16"
  })
  @Gate(
      kind = Gate.Kind.NETWORK,
      what = "UNet2DConditionModel in bf16 and f16, from float32",
      figure = "mean relative RMS, over that of diffusers in the same type",
      most = MOST_OF_THE_LIBRARYS)
  void in16BitsPredictionsAreAsNearAsThoseOfTheLibrary(String name, String dtype) throws Exception {
    try (Golden golden = Golden.beside(UNet2DConditionModelTest.class, name);
        Golden halves = Golden.beside(UNet2DConditionModelTest.class, "halves");
        UNet2DConditionModel model = load(name, Dtype.named(dtype).orElseThrow())) {
      double mean = 0;
      for (int i = 0; i < CASES; i++) {
        float[] found = predict(model, golden, i).values();
        mean += Golden.relativeError(found, golden.floats("out." + i).values()) / CASES;
      }
      double ratio = mean / halves.floats(name + "." + dtype).values()[0];
      RecordGate.compared(ratio);

      assertThat(ratio).isBetween(LEAST_OF_THE_LIBRARYS, MOST_OF_THE_LIBRARYS);
    }
  }

  @Test
  void in16BitsTheWeightsTakeHalf() throws Exception {
    ModelPart part = part("sd2_heads");
    long whole = bytes(part);

    assertThat(bytes(part.in(WeightForm.PLAIN.in(Dtype.BF16)))).isEqualTo(whole / 2);
    assertThat(bytes(part.in(WeightForm.PLAIN.in(Dtype.F16)))).isEqualTo(whole / 2);
  }

  private static long bytes(ModelPart part) throws Exception {
    ModelLoader.Loaded<UNet2DConditionModel> loaded = UNet2DConditionModel.load(part);
    loaded.model().close();
    return loaded.bytes();
  }

  @Test
  void aSecondCallGivesTheSameBits() throws Exception {
    try (Golden golden = Golden.beside(UNet2DConditionModelTest.class, "sdxl_fork");
        UNet2DConditionModel model = load("sdxl_fork")) {
      float[] first = predict(model, golden, 0).values();
      predict(model, golden, 1);

      assertThat(predict(model, golden, 0).values()).containsExactly(first);
    }
  }

  @Test
  void aPredictionThatIsNotWantedAnyMoreIsLeftBetweenItsParts() throws Exception {
    try (Golden golden = Golden.beside(UNet2DConditionModelTest.class, "sd2_heads");
        UNet2DConditionModel model = load("sd2_heads")) {
      // Three levels down, the middle, three levels up, and the head.
      for (int most = 0; most < 8; most++) {
        AtomicInteger left = new AtomicInteger(most);

        assertThatThrownBy(() -> ask(model, golden, left))
            .isInstanceOf(InterruptedException.class)
            .hasMessage("not wanted");
      }
      AtomicInteger enough = new AtomicInteger(8);
      golden.assertClose(ask(model, golden, enough), "out.0", MOST);
      assertThat(enough).hasValue(0);
    }
  }

  private static FloatTensor ask(UNet2DConditionModel model, Golden golden, AtomicInteger left)
      throws Exception {
    return model.predict(
        golden.floats("x.0"),
        golden.floats("t.0"),
        golden.floats("hidden.0"),
        Optional.empty(),
        OptionalDouble.empty(),
        () -> {
          if (left.getAndDecrement() == 0) {
            throw new InterruptedException("not wanted");
          }
        },
        AttentionFocus.none());
  }

  @Test
  void aModelSaysWhatItTakes() throws Exception {
    try (UNet2DConditionModel plain = load("sd15_uneven");
        UNet2DConditionModel refiner = load("refiner_levels")) {
      assertThat(plain.takesAdded()).isFalse();
      assertThat(plain.inChannels()).isEqualTo(9);
      assertThat(plain.textWidth()).isEqualTo(14);
      assertThat(plain.sampleSize()).isEqualTo(8);
      assertThat(refiner.takesAdded()).isTrue();
      assertThat(refiner.timeIds(13)).isEqualTo(5);
    }
  }

  @Test
  void whatBelongsToAnotherFamilyIsRefusedInASentence() throws Exception {
    try (Golden small = Golden.beside(UNet2DConditionModelTest.class, "sd2_heads");
        Golden large = Golden.beside(UNet2DConditionModelTest.class, "sdxl_depths");
        UNet2DConditionModel plain = load("sd2_heads");
        UNet2DConditionModel sdxl = load("sdxl_depths")) {
      FloatTensor x = small.floats("x.0");
      FloatTensor t = small.floats("t.0");
      FloatTensor hidden = small.floats("hidden.0");
      FloatTensor pooled = large.floats("pooled.0");
      Added added = new Added(pooled, large.floats("ids.0"));

      refused(plain, x, t, large.floats("hidden.0"), Optional.empty())
          .hasMessageContaining(
              "takes hidden states of the text of the shape 3×any×9, found 3×77×12");
      refused(plain, x, t, hidden, Optional.of(added))
          .hasMessageContaining("takes nothing beside the hidden states of the text");
      refused(plain, x, small.floats("t.1"), hidden, Optional.empty())
          .hasMessageContaining("takes timesteps of the shape 3, found 1");
      refused(plain, hidden, t, hidden, Optional.empty())
          .hasMessageContaining("takes latents of the shape 3×4×any×any, found 3×77×9");
      refused(sdxl, x, t, large.floats("hidden.0"), Optional.empty())
          .hasMessageContaining("takes a pooled text and sizes beside the hidden states");
      assertThatThrownBy(() ->
              plain.predict(
                  x,
                  t,
                  hidden,
                  Optional.empty(),
                  OptionalDouble.of(4),
                  () -> {},
                  AttentionFocus.none()))
          .isInstanceOf(NodeFailure.class)
          .hasMessageContaining("is told no guidance, found one");
      refused(sdxl, x, t, large.floats("hidden.0"), Optional.of(new Added(pooled, pooled)))
          .hasMessageContaining(
              "of a width of 61 together, found 13 of the text and 13 time ids of 8 each");
    }
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(
      UNet2DConditionModel model,
      FloatTensor x,
      FloatTensor t,
      FloatTensor hidden,
      Optional<Added> added) {
    return assertThatThrownBy(() -> model.predict(x, t, hidden, added))
        .isInstanceOf(NodeFailure.class);
  }

  private static FloatTensor predict(UNet2DConditionModel model, Golden golden, int i)
      throws Exception {
    Optional<Added> added =
        model.takesAdded()
            ? Optional.of(new Added(golden.floats("pooled." + i), golden.floats("ids." + i)))
            : Optional.empty();
    return model.predict(
        golden.floats("x." + i),
        golden.floats("t." + i),
        golden.floats("hidden." + i),
        added,
        model.takesGuidance()
            ? OptionalDouble.of(golden.floats("guidance." + i).values()[0])
            : OptionalDouble.empty(),
        () -> {},
        AttentionFocus.none());
  }

  private static UNet2DConditionModel load(String name) throws Exception {
    return load(name, Dtype.F32);
  }

  private static UNet2DConditionModel load(String name, Dtype dtype) throws Exception {
    return UNet2DConditionModel.load(part(name).in(WeightForm.PLAIN.in(dtype))).model();
  }

  private static ModelPart part(String name) throws Exception {
    return ModelPackage.open("networks", UNetResources.path("networks")).part(name);
  }
}
