package org.cinegraph.nodes.diffusion.refocus;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.diffusion.SampleLatents;
import org.cinegraph.nodes.diffusion.image.TinyPackages;
import org.cinegraph.nodes.tensor.golden.ExamplePackages;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.StopAndResume;
import org.cinegraph.nodes.text.EncodeText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// `sample-latents` with a conditioning of `refocus-attention`.
class RefocusedSamplingTest {
  private static final String LEFT = "[{\"phrase\":\"red ball\",\"box\":[0,0,0.5,1]}]";
  private static final List<String> MODES =
      List.of(
          "{\"observe\":[0,1]}",
          "{\"observe\":[0.3,0.8],\"reweight\":[0,1]}",
          "{\"observe\":[0,1],\"modulate\":[0,0.6]}",
          "{\"observe\":[0,1],\"guide\":[0,1],\"strength\":0.05,\"descents\":2}",
          "{\"reweight\":[0,1],\"modulate\":[0,1],\"guide\":[0,0.5],\"energy\":\"hola\"}");

  @TempDir private Path folder;
  private FolderContext context;

  @BeforeEach
  void open() throws Exception {
    context =
        new FolderContext(
            folder,
            name ->
                name.equals("toybox")
                    ? ExamplePackages.folder(name)
                    : TinyPackages.whole(folder, name));
  }

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  @ParameterizedTest
  @MethodSource("models")
  void lookingAndGuidingWithoutStrengthLeaveEveryBit(String model, String solver) throws Exception {
    ArtifactReference plain = sample(model, solver, text(model));

    assertThat(sample(model, solver, refocused(model, "{\"observe\":[0,1]}"))).isEqualTo(plain);
    assertThat(sample(model, solver, refocused(model, "{\"guide\":[0,1],\"strength\":0}")))
        .isEqualTo(plain);
    assertThat(sample(model, solver, refocused(model, "{\"modulate\":[0,1]}"))).isNotEqualTo(plain);
    assertThat(sample(model, solver, refocused(model, "{\"guide\":[0,1]}"))).isNotEqualTo(plain);
  }

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of("toybox", "euler"),
        Arguments.of("toybox", "heun"),
        Arguments.of("tiny-sd", "euler"),
        Arguments.of("tiny-sdxl", "dpmpp-2m"));
  }

  @ParameterizedTest
  @MethodSource("stops")
  @Gate(kind = Gate.Kind.RESUME, what = "refocused sampling in each mode, toybox and tiny SDXL")
  void stoppedBeforeAnyStepItGivesTheSameBytes(String model, String mode) throws Exception {
    SequencedMap<String, Object> with = sampling(model, "euler", refocused(model, mode));
    StopAndResume sampling = new StopAndResume(context, folder, SampleLatents::new, with);
    for (int step = 0; step < sampling.steps(); step++) {
      assertThat(sampling.outputsStoppedBefore(step)).isEqualTo(sampling.wholeOutputs());
    }
  }

  static Stream<Arguments> stops() {
    return Stream.of("toybox", "tiny-sdxl")
        .flatMap(model -> MODES.stream().map(mode -> Arguments.of(model, mode)));
  }

  @Test
  void whatIsSeenComesAsAPictureOfEachGroup() throws Exception {
    sample("tiny-sdxl", "euler", refocused("tiny-sdxl", "{\"observe\":[0,1]}"));
    ArtifactReference map = requireNonNull(context.outputs().get("maps[0]"));
    var picture = ImageIO.read(context.fetch(map).toFile());

    assertThat(picture.getWidth()).isEqualTo(64);
    assertThat(picture.getHeight()).isEqualTo(64);
  }

  @Test
  void aVideosMapsStandSideBySide() throws Exception {
    sample("toybox", "euler", refocused("toybox", "{\"observe\":[0,1]}"));
    ArtifactReference map = requireNonNull(context.outputs().get("maps[0]"));

    assertThat(ImageIO.read(context.fetch(map).toFile()).getWidth()).isEqualTo(8 * 64);
  }

  @Test
  void guidingReportsEnergiesThatFallAndTheShareRises() throws Exception {
    double plain = share("{\"observe\":[0,1]}");
    SequencedMap<String, Value> values =
        values("{\"observe\":[0,1],\"guide\":[0,0.5],\"strength\":0.05}");
    List<FieldReader> steps = steps(values);

    assertThat(steps.stream().filter(step -> step.optional("descents").isPresent())).hasSize(6);
    for (FieldReader step : steps) {
      for (Value descent : descents(step)) {
        FieldReader fields = FieldReader.of("descent", descent);
        assertThat(fields.decimal("after")).isLessThanOrEqualTo(fields.decimal("before"));
      }
    }
    assertThat(meanShare(steps)).isGreaterThan(plain + 0.05);
  }

  private static List<Value> descents(FieldReader step) {
    return step.optional("descents").isPresent()
        ? step.list("descents", value -> value)
        : List.of();
  }

  @Test
  void modulatingRaisesTheShareInsideTheRegion() throws Exception {
    assertThat(share("{\"observe\":[0,1],\"modulate\":[0,1]}"))
        .isGreaterThan(share("{\"observe\":[0,1]}") + 0.05);
  }

  private double share(String mode) throws Exception {
    return meanShare(steps(values(mode)));
  }

  private SequencedMap<String, Value> values(String mode) throws Exception {
    SequencedMap<String, Object> with = sampling("toybox", "euler", refocused("toybox", mode));
    with.put("steps", 12);
    return context.values(new SampleLatents(), with);
  }

  private static List<FieldReader> steps(SequencedMap<String, Value> values) {
    return FieldReader.of("attention", requireNonNull(values.get("attention")))
        .list("steps", step -> FieldReader.of("step", step));
  }

  private static double meanShare(List<FieldReader> steps) {
    return steps.stream()
        .mapToDouble(step ->
            step.list(
                    "shares",
                    share -> share instanceof Value.Float(double number) ? number : Double.NaN)
                .getFirst())
        .average()
        .orElseThrow();
  }

  private ArtifactReference sample(String model, String solver, ArtifactReference text)
      throws Exception {
    return context.run(new SampleLatents(), sampling(model, solver, text));
  }

  private static SequencedMap<String, Object> sampling(
      String model, String solver, ArtifactReference text) {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", model);
    with.put("conditioning", text);
    with.put("solver", solver);
    with.put("seed", 7);
    with.put("steps", 4);
    return with;
  }

  private ArtifactReference text(String model) throws Exception {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", model);
    with.put("prompt", "a red ball bounces on a green floor");
    return context.run(new EncodeText(), with);
  }

  private ArtifactReference refocused(String model, String mode) throws Exception {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", model);
    with.put("conditioning", text(model));
    with.put("groups", CanonicalJson.parse(LEFT.replace("1]}", "1],\"weight\":1.5}")));
    if (CanonicalJson.parse(mode) instanceof Value.Fields(SequencedMap<String, Value> fields)) {
      fields.forEach((name, value) -> with.put(name, plain(value)));
    }
    if (!model.equals("toybox")) {
      with.put("factor", 16);
    }
    return context.run(new RefocusAttention(), with);
  }

  private static Object plain(Value value) {
    return switch (value) {
      case Value.Int(long number) -> (int) number;
      case Value.Float(double number) -> number;
      case Value.Text(String text) -> text;
      case Value other -> other;
    };
  }
}
