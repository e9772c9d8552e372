package org.cinegraph.nodes.diffusion.refocus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cinegraph.nodes.diffusion.toybox.ToyboxVideoTransformer;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.golden.ExamplePackages;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.RecordGate;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.noise.TorchNoise;
import org.cinegraph.nodes.text.toybox.ToyboxTextEncoder;
import org.cinegraph.nodes.text.toybox.WordTokenizer;
import org.junit.jupiter.api.Test;

/// A trained network is smooth enough for differences of float32, where no largest value of many
/// counts, as in the other energies.
class ToyboxSlopeTest {
  private static final float TIME = 0.2f;
  private static final double STRIDE = 0.1;
  private static final double MOST = 1e-3;

  @Test
  @Gate(
      kind = Gate.Kind.NETWORK,
      what = "Guiding: gradients of box and hola of toybox against central differences, float32",
      most = MOST)
  void aGradientIsWhatDifferencesSay() throws Exception {
    ModelPackage toybox = ExamplePackages.open("toybox");
    try (ToyboxTextEncoder encoder = ToyboxTextEncoder.load(toybox.part("text_encoder")).model();
        ToyboxVideoTransformer transformer =
            ToyboxVideoTransformer.load(toybox.part("transformer")).model()) {
      Conditioning text =
          encoder.condition(
              WordTokenizer.read(toybox.part("tokenizer")), "a red ball bounces on a green floor");
      FloatTensor noise = TorchNoise.seeded(7).normal(transformer.latents());
      for (Energy energy : List.of(Energy.BOX, Energy.HOLA)) {
        AttentionFocus focus = focus(energy, transformer);
        float[] gradient = energyAt(transformer, text, noise, focus, true).gradient();
        double length = 0;
        for (float value : gradient) {
          length += (double) value * value;
        }
        length = Math.sqrt(length);
        // Two strides, so that what bends is taken out.
        double near = rise(transformer, text, noise, focus, gradient, length, STRIDE);
        double far = rise(transformer, text, noise, focus, gradient, length, 2 * STRIDE);
        double away = Math.abs((4 * near - far) / 3 / length - 1);

        RecordGate.compared(away);
        assertThat(away).as(energy.written()).isLessThan(MOST);
      }
    }
  }

  /// The rise a unit along the gradient.
  private static double rise(
      ToyboxVideoTransformer transformer,
      Conditioning text,
      FloatTensor x,
      AttentionFocus focus,
      float[] gradient,
      double length,
      double stride)
      throws Exception {
    double[] ends = new double[2];
    for (int end = 0; end < 2; end++) {
      double by = (end == 0 ? -stride : stride) / length;
      float[] moved = x.values().clone();
      for (int i = 0; i < moved.length; i++) {
        moved[i] += (float) (by * gradient[i]);
      }
      ends[end] =
          energyAt(transformer, text, FloatTensor.of(x.shape(), moved), focus, false).energy();
    }
    return (ends[1] - ends[0]) / (2 * stride);
  }

  private static AttentionFocus.Slope energyAt(
      ToyboxVideoTransformer transformer,
      Conditioning text,
      FloatTensor x,
      AttentionFocus focus,
      boolean gradient)
      throws Exception {
    FloatTensor time = FloatTensor.of(new float[] {TIME}, 1);
    return transformer.slope(x, time, text, focus, gradient);
  }

  private static AttentionFocus focus(Energy energy, ToyboxVideoTransformer transformer)
      throws Exception {
    Map<RefocusMode, StepRange> modes = new EnumMap<>(RefocusMode.class);
    modes.put(RefocusMode.GUIDE, new StepRange(0, 1));
    RefocusPlan plan =
        new RefocusPlan(
            List.of(new Group("red ball", 1, 3, 1, new Region.Box(0, 0, 0.5, 1))),
            modes,
            energy,
            16,
            0.02,
            1,
            1,
            0.3,
            new RefocusPlan.Words(0, 8, false));
    MapShape shape = transformer.attentionMap();
    TreeMap<Integer, MapShape> maps = new TreeMap<>();
    maps.put(16, shape);
    FloatTensor none = FloatTensor.of(new float[0], 0, 0, 0);
    FocusLayout layout = FocusLayout.of(plan, none, new Canvas(64, 64, maps), shape, 12);
    return new AttentionFocus(new FocusTensors(plan, layout).energy().made(), shape, _ -> {});
  }
}
