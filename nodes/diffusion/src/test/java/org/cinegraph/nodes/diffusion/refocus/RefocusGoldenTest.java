package org.cinegraph.nodes.diffusion.refocus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cinegraph.nodes.diffusion.refocus.AttentionFocus.Seen;
import org.cinegraph.nodes.diffusion.refocus.AttentionFocus.Slope;
import org.cinegraph.nodes.diffusion.unet.UNet2DConditionModel;
import org.cinegraph.nodes.diffusion.unet.UNet2DConditionModel.Added;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against an attention processor of diffusers' networks: what is seen, every energy with its
/// gradient, and what the changed networks predict.
class RefocusGoldenTest {
  private static final double MOST = 1e-5;
  private static final double GRADIENT = 1e-4;
  private static final double TIME = 801;

  private static final List<Group> GROUPS =
      List.of(
          new Group("first", 1, 3, 1, new Region.Box(0, 0, 0.5, 1)),
          new Group("second", 4, 5, 0.5, new Region.Box(0.5, 0.25, 1, 1)),
          new Group("third", 6, 9, 2, new Region.Plane(0)));

  @ParameterizedTest
  @CsvSource({
    "sd15_two_groups,8",
    "sd15_two_groups,16",
    "sd15_two_groups,32",
    "sdxl_depths,16",
    "sdxl_depths,32"
  })
  @Gate(
      kind = Gate.Kind.NETWORK,
      what = "Refocused attention: maps, HOLA's loss, changed predictions, 2 networks, 3 factors",
      most = MOST)
  void mapsAndChangedPredictionsAreThoseOfTheOracle(String name, int factor) throws Exception {
    try (Case given = new Case(name, factor)) {
      List<Seen> seen = new ArrayList<>();
      FloatTensor observed = given.predict(given.tensors(Energy.BOX).observe(), seen::add);

      Seen all = seen.getFirst();
      given.close(observed, "plain");
      given.close(divided(all.maps(), all.heads()), "maps");
      given.close(FloatTensor.of(new float[] {(float) (all.missed() / all.heads())}, 1), "loss");
      given.close(given.predict(given.tensors(Energy.BOX).reweight(), seen::add), "reweighted");
      given.close(
          given.predict(given.tensors(Energy.BOX).modulate(TIME / 1000), seen::add), "modulated");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sd15_two_groups,8",
    "sd15_two_groups,16",
    "sd15_two_groups,32",
    "sdxl_depths,16",
    "sdxl_depths,32"
  })
  @Gate(
      kind = Gate.Kind.NETWORK,
      what = "Refocused attention: 4 energies, 2 networks, 3 factors",
      most = MOST)
  void energiesAreThoseOfTheOracle(String name, int factor) throws Exception {
    try (Case given = new Case(name, factor)) {
      for (Energy energy : Energy.values()) {
        Slope slope = given.slope(given.x(), energy, true);
        String suffix = energy.written();
        given.close(FloatTensor.of(new float[] {(float) slope.energy()}, 1), "energy." + suffix);
        assertThat(given.slope(given.x(), energy, false).energy()).isEqualTo(slope.energy());
      }
    }
  }

  /// Those of the oracle are of float64 and equal central differences to 1e-6, which its script
  /// asserts; float32 cannot be differenced on networks as rugged as random ones.
  @ParameterizedTest
  @CsvSource({
    "sd15_two_groups,8",
    "sd15_two_groups,16",
    "sd15_two_groups,32",
    "sdxl_depths,16",
    "sdxl_depths,32"
  })
  @Gate(
      kind = Gate.Kind.NETWORK,
      what = "Guiding: gradients of 4 energies against float64, 2 networks, 3 factors",
      most = GRADIENT)
  void gradientsAreThoseOfTheOracle(String name, int factor) throws Exception {
    try (Case given = new Case(name, factor)) {
      for (Energy energy : Energy.values()) {
        Slope slope = given.slope(given.x(), energy, true);

        given.golden.assertClose(
            FloatTensor.of(given.x().shape(), slope.gradient()),
            given.at + "gradient." + energy.written(),
            GRADIENT);
      }
    }
  }

  @Test
  void lookingChangesNoBit() throws Exception {
    try (Case given = new Case("sdxl_depths", 16)) {
      float[] plain = given.predict(AttentionFocus.none()).values();

      assertThat(given.predict(given.tensors(Energy.BOX).observe(), _ -> {}).values())
          .containsExactly(plain);
      assertThat(given.predict(given.tensors(Energy.BOX).reweight(), _ -> {}).values())
          .isNotEqualTo(plain);
    }
  }

  @Test
  void theSampleWithoutThePromptIsNotChanged() throws Exception {
    try (Case given = new Case("sd15_two_groups", 16)) {
      float[] plain = given.predict(AttentionFocus.none()).values();
      float[] changed =
          given.predict(given.tensors(Energy.BOX).modulate(0.9).reweight(), _ -> {}).values();
      int half = plain.length / 2;

      for (int i = 0; i < half; i++) {
        assertThat(changed[half + i])
            .isCloseTo(plain[half + i], org.assertj.core.data.Offset.offset(2e-5f));
      }
      assertThat(changed[0]).isNotEqualTo(plain[0]);
    }
  }

  private static FloatTensor divided(FloatTensor maps, double by) {
    float[] divided = new float[maps.values().length];
    for (int i = 0; i < divided.length; i++) {
      divided[i] = (float) (maps.values()[i] / by);
    }
    return FloatTensor.of(maps.shape(), divided);
  }

  /// A network with what it is asked.
  private static final class Case implements AutoCloseable {
    private final Golden golden;
    private final String at;
    private final UNet2DConditionModel model;
    private final int factor;

    Case(String name, int factor) throws Exception {
      this.golden = Golden.beside(RefocusGoldenTest.class, "refocus");
      this.at = name + "." + factor + ".";
      this.factor = factor;
      Path networks = Path.of(UNet2DConditionModel.class.getResource("networks").toURI());
      this.model =
          UNet2DConditionModel.load(ModelPackage.open("networks", networks).part(name)).model();
    }

    FloatTensor x() throws Exception {
      return golden.floats(at + "x").firstRows(1);
    }

    void close(FloatTensor found, String part) throws Exception {
      golden.assertClose(found, at + part, MOST);
    }

    FocusTensors tensors(Energy energy) throws Exception {
      Map<RefocusMode, StepRange> modes = new EnumMap<>(RefocusMode.class);
      modes.put(RefocusMode.OBSERVE, new StepRange(0, 1));
      RefocusPlan plan =
          new RefocusPlan(
              GROUPS, modes, energy, factor, 0.02, 1, 0.9, 0.3, new RefocusPlan.Words(1, 10, true));
      SortedMap<Integer, MapShape> maps = new TreeMap<>();
      model.attentionMaps(12, 16).forEach((latents, shape) -> maps.put(8 * latents, shape));
      FloatTensor plane = golden.floats("plane");
      FocusLayout layout =
          FocusLayout.of(plan, plane.reshape(1, 96, 128), new Canvas(128, 96, maps), shape(), 12);
      return new FocusTensors(plan, layout);
    }

    FloatTensor predict(FocusTensors tensors, java.util.function.Consumer<Seen> watcher)
        throws Exception {
      return predict(new AttentionFocus(tensors.made(), shape(), watcher));
    }

    FloatTensor predict(AttentionFocus focus) throws Exception {
      return model.predict(
          golden.floats(at + "x"),
          FloatTensor.of(new float[] {(float) TIME, (float) TIME}, 2),
          golden.floats(at + "text"),
          added(2),
          OptionalDouble.empty(),
          () -> {},
          focus);
    }

    Slope slope(FloatTensor x, Energy energy, boolean gradient) throws Exception {
      return model.slope(
          x,
          FloatTensor.of(new float[] {(float) TIME}, 1),
          golden.floats(at + "text").firstRows(1),
          added(1),
          OptionalDouble.empty(),
          () -> {},
          new AttentionFocus(tensors(energy).energy().made(), shape(), _ -> {}),
          gradient);
    }

    private MapShape shape() {
      return model.attentionMaps(12, 16).getOrDefault(factor / 8, new MapShape(1, 1, 1));
    }

    private Optional<Added> added(int batch) throws Exception {
      return model.takesAdded()
          ? Optional.of(
              new Added(
                  golden.floats(at + "pooled").firstRows(batch),
                  golden.floats(at + "ids").firstRows(batch)))
          : Optional.empty();
    }

    @Override
    public void close() {
      golden.close();
      model.close();
    }
  }
}
