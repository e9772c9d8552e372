package org.cinegraph.nodes.diffusion.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.diffusion.DecodeImage;
import org.cinegraph.nodes.diffusion.SampleLatents;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.tensor.golden.RecordGate;
import org.cinegraph.nodes.text.EncodeText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// From the prompt to the last latents, and of some to the images, by the node types alone, against
/// the pipelines of diffusers with the same weights and noise: Stable Diffusion, SDXL and its
/// refiner, from noise, from latents and under a mask, by every solver.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelinesTest {
  private static final double MOST = 1e-4;

  /// Those of which the images were kept too.
  private static final List<String> DECODED =
      List.of("sd-odd", "sd-two", "sd-mask", "xl-euler", "xl-sizes");

  @TempDir private static Path folder;
  private FolderContext context;
  private Golden golden;

  @BeforeAll
  void open() throws Exception {
    context = new FolderContext(folder, name -> TinyPackages.whole(folder, name));
    golden = Golden.beside(PipelinesTest.class, "pipelines");
  }

  @AfterAll
  void close() throws Exception {
    context.close();
    golden.close();
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Gate(
      kind = Gate.Kind.PIPELINE,
      what = "latents of diffusers' pipelines: SD, SDXL, refiner, every solver",
      most = MOST)
  void theLatentsAreThoseOfThePipeline(String name, JsonNode each) throws Exception {
    golden.assertClose(Latents.read(context.fetch(sample(each)), "latents").values(), name, MOST);
  }

  @ParameterizedTest
  @MethodSource("decodedCases")
  @Gate(
      kind = Gate.Kind.PIPELINE,
      what = "images of the same pipelines",
      figure = "levels of 255",
      most = 1)
  void theImagesAreThoseOfThePipelineToOneLevel(String name, JsonNode each) throws Exception {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", each.path("model").asString());
    with.put("latents", sample(each));
    context.run(new DecodeImage(), with);
    FloatTensor expected = golden.floats(name + ".images");
    int at = 0;
    for (ArtifactReference reference : context.outputs().values()) {
      float most = 0;
      BufferedImage image = ImageIO.read(context.fetch(reference).toFile());
      for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
        int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
        for (int shift = 16; shift >= 0; shift -= 8) {
          float apart = Math.abs((rgb >> shift & 0xff) - expected.values()[at++]);
          assertThat(apart).isLessThanOrEqualTo(1);
          most = Math.max(most, apart);
        }
      }
      RecordGate.compared(most);
    }
    assertThat(at).isEqualTo(expected.values().length);
  }

  private ArtifactReference sample(JsonNode each) throws Exception {
    SequencedMap<String, Object> sample = given(each, "sample");
    sample.put("conditioning", context.run(new EncodeText(), given(each, "text")));
    if (each.has("start")) {
      sample.put(
          "start", TinyPackages.latents(context, golden.floats(each.path("start").asString())));
    }
    if (each.has("mask")) {
      sample.put("mask", TinyPackages.mask(context, golden.floats(each.path("mask").asString())));
    }
    if (each.has("masked")) {
      sample.put(
          "masked", TinyPackages.latents(context, golden.floats(each.path("masked").asString())));
    }
    return context.run(new SampleLatents(), sample);
  }

  static Stream<Object[]> decodedCases() throws Exception {
    return cases().filter(each -> DECODED.contains((String) each[0]));
  }

  static Stream<Object[]> cases() throws Exception {
    JsonNode all =
        JsonMapper.builder().build().readTree(Files.readString(TinyPackages.path("cases.json")));
    return all.valueStream().map(each -> new Object[] {each.path("name").asString(), each});
  }

  private static SequencedMap<String, Object> given(JsonNode each, String node) {
    SequencedMap<String, Object> given = new LinkedHashMap<>();
    given.put("model", each.path("model").asString());
    for (Map.Entry<String, JsonNode> field : each.path(node).properties()) {
      given.put(field.getKey(), value(field.getValue()));
    }
    return given;
  }

  private static Object value(JsonNode node) {
    if (node.isArray()) {
      List<Value> items =
          node.valueStream().<Value>map(item -> new Value.Int(item.asLong())).toList();
      return new Value.Items(items);
    }
    if (node.isBoolean()) {
      return node.asBoolean();
    }
    if (node.isString()) {
      return node.asString();
    }
    return node.isInt() ? (Object) node.asInt() : (Object) node.asDouble();
  }
}
