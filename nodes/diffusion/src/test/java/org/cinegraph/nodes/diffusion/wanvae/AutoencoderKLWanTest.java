package org.cinegraph.nodes.diffusion.wanvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.nodes.diffusion.wanvae.AutoencoderKLWan.Made;
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
import org.junit.jupiter.params.provider.ValueSource;

/// Against diffusers, latent frame by latent frame: 2.1 with levels, widths and layers that differ,
/// 2.2 with its ways around, odd sizes, batches, clips of 1 to 17 frames.
class AutoencoderKLWanTest {
  private static final double MOST = 1e-5;
  private static final int CASES = 3;

  @ParameterizedTest
  @ValueSource(strings = {"four_levels", "three_levels", "residual"})
  @Gate(
      kind = Gate.Kind.NETWORK,
      what = "AutoencoderKLWan, decoding, 3 tiny networks of 2.1 and 2.2",
      most = MOST)
  void framesAreThoseOfTheLibrary(String name) throws Exception {
    try (Golden golden = Golden.beside(AutoencoderKLWanTest.class, name);
        AutoencoderKLWan model = load(name)) {
      for (int i = 0; i < CASES; i++) {
        FloatTensor decoded = Clips.joined(decode(model, golden.floats("latents." + i), false));
        golden.assertClose(cutOff(decoded), "decoded." + i, MOST);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"four_levels", "three_levels", "residual"})
  @Gate(
      kind = Gate.Kind.NETWORK,
      what = "AutoencoderKLWan, encoding, 3 tiny networks of 2.1 and 2.2",
      most = MOST)
  void momentsAreThoseOfTheLibrary(String name) throws Exception {
    try (Golden golden = Golden.beside(AutoencoderKLWanTest.class, name);
        AutoencoderKLWan model = load(name)) {
      for (int i = 0; i < CASES; i++) {
        FloatTensor moments = Clips.joined(encode(model, golden.floats("video." + i)));
        golden.assertClose(moments, "moments." + i, MOST);
        FloatTensor mean = Clips.firstChannels(moments, model.latentChannels());
        golden.assertClose(model.normalised(mean), "mean." + i, MOST);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"four_levels", "residual"})
  @Gate(
      kind = Gate.Kind.RESUME,
      what = "AutoencoderKLWan, its memory saved and restored before every latent frame",
      figure = "difference")
  void aDecodingThatIsSavedBeforeEveryLatentFrameGivesTheSameBits(String name) throws Exception {
    try (Golden golden = Golden.beside(AutoencoderKLWanTest.class, name);
        AutoencoderKLWan model = load(name)) {
      FloatTensor latents = golden.floats("latents.2");
      List<FloatTensor> straight = decode(model, latents, false);
      List<FloatTensor> saved = decode(model, latents, true);

      for (int i = 0; i < straight.size(); i++) {
        assertThat(saved.get(i).values()).containsExactly(straight.get(i).values());
        RecordGate.compared(0);
      }
    }
  }

  @Test
  void aPieceThatIsNotWantedAnyMoreIsLeftBetweenItsParts() throws Exception {
    try (Golden golden = Golden.beside(AutoencoderKLWanTest.class, "three_levels");
        AutoencoderKLWan model = load("three_levels");
        CausalPast past = model.nothing()) {
      FloatTensor latent = Clips.cut(golden.floats("latents.0"), 0, 1);
      AtomicInteger left = new AtomicInteger(2);

      assertThatThrownBy(() ->
              model.decode(
                  latent,
                  past,
                  () -> {
                    if (left.getAndDecrement() == 0) {
                      throw new InterruptedException("not wanted");
                    }
                  }))
          .isInstanceOf(InterruptedException.class);
    }
  }

  /// The library cuts off what lies outside.
  private static FloatTensor cutOff(FloatTensor decoded) {
    float[] values = decoded.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.clamp(values[i], -1f, 1f);
    }
    return FloatTensor.of(decoded.shape(), values);
  }

  private static List<FloatTensor> decode(
      AutoencoderKLWan model, FloatTensor latents, boolean saving) throws Exception {
    List<FloatTensor> pieces = new ArrayList<>();
    CausalPast past = model.nothing();
    for (int i = 0; i < latents.shape().sizes().get(2); i++) {
      Made made = model.decode(Clips.cut(latents, i, 1), past, () -> {});
      pieces.add(made.values());
      past.close();
      past = saving ? restored(model, made.past()) : made.past();
    }
    past.close();
    return pieces;
  }

  private static List<FloatTensor> encode(AutoencoderKLWan model, FloatTensor video)
      throws Exception {
    List<FloatTensor> pieces = new ArrayList<>();
    CausalPast past = model.nothing();
    int frames = Math.toIntExact(video.shape().sizes().get(2));
    for (int at = 0; at < frames; at += at == 0 ? 1 : AutoencoderKLWan.FRAMES) {
      int count = at == 0 ? 1 : AutoencoderKLWan.FRAMES;
      Made made = model.encode(Clips.cut(video, at, count), past, () -> {});
      pieces.add(made.values());
      past.close();
      past = made.past();
    }
    past.close();
    return pieces;
  }

  private static CausalPast restored(AutoencoderKLWan model, CausalPast past) throws Exception {
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    past.save(new DataOutputStream(saved));
    past.close();
    return model.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
  }

  @Test
  void anotherTypeThanFloat32IsRefusedInASentence() throws Exception {
    ModelPackage networks = ModelPackage.open("networks", WanVaeResources.path("networks"));
    ModelPart part = networks.all().getFirst().in(WeightForm.PLAIN.in(Dtype.F16));

    assertThatThrownBy(() -> AutoencoderKLWan.load(part))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("computes in f32 alone, found dtype f16.");
  }

  private static AutoencoderKLWan load(String name) throws Exception {
    return AutoencoderKLWan.load(
            ModelPackage.open("networks", WanVaeResources.path("networks")).part(name))
        .model();
  }
}
