package org.cinegraph.nodes.diffusion.wan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.diffusion.DecodeVideo;
import org.cinegraph.nodes.diffusion.EncodeVideo;
import org.cinegraph.nodes.diffusion.SampleLatents;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.tensor.golden.RecordGate;
import org.cinegraph.nodes.text.EncodeText;
import org.cinegraph.nodes.video.frame.Frame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// From the prompt to the last latents, and of some to the frames, by the node types alone, against
/// the pipelines of diffusers with the same weights and noise: text to video by every solver that
/// follows a flow, and video to video.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WanPipelinesTest {
  private static final double MOST = 1e-4;

  @TempDir private static Path folder;
  private FolderContext context;
  private Golden golden;

  @BeforeAll
  void open() throws Exception {
    context = new FolderContext(folder);
    golden = Golden.beside(WanPipelinesTest.class, "pipelines");
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
      what = "latents of diffusers' pipelines of Wan: text to video, video to video",
      most = MOST)
  void theLatentsAreThoseOfThePipeline(String name, JsonNode each) throws Exception {
    golden.assertClose(Latents.read(context.fetch(sample(each)), "latents").values(), name, MOST);
  }

  @ParameterizedTest
  @MethodSource("decodedCases")
  @Gate(
      kind = Gate.Kind.PIPELINE,
      what = "frames of the same pipelines of Wan",
      figure = "levels of 255",
      most = 1)
  void theFramesAreThoseOfThePipelineToOneLevel(String name, JsonNode each) throws Exception {
    ArtifactReference video = context.run(new DecodeVideo(), WanVideos.of("latents", sample(each)));
    float[] expected = golden.floats(name + ".frames").values();
    List<Frame> frames = WanVideos.frames(context, video);
    int at = 0;
    float most = 0;
    for (Frame frame : frames) {
      for (byte level : frame.rgb()) {
        most = Math.max(most, Math.abs((level & 0xff) - expected[at++]));
      }
    }
    assertThat(at).isEqualTo(expected.length);
    assertThat(most).isLessThanOrEqualTo(1);
    RecordGate.compared(most);
  }

  @Test
  @Gate(
      kind = Gate.Kind.PIPELINE,
      what = "latents of a video by diffusers' pipeline of Wan",
      most = MOST)
  void theLatentsOfAVideoAreThoseOfThePipeline() throws Exception {
    FloatTensor encoded = Latents.read(context.fetch(encoded()), "latents").values();

    golden.assertClose(encoded, "encoded", MOST);
  }

  private ArtifactReference encoded() throws Exception {
    ArtifactReference video = WanVideos.written(context, golden.floats("video"));
    return context.run(new EncodeVideo(), WanVideos.of("video", video));
  }

  private ArtifactReference sample(JsonNode each) throws Exception {
    SequencedMap<String, Object> with = given(each, "sample");
    with.put("conditioning", context.run(new EncodeText(), given(each, "text")));
    if (each.has("video")) {
      with.put("start", encoded());
    }
    return context.run(new SampleLatents(), with);
  }

  static Stream<Object[]> decodedCases() throws Exception {
    return cases().filter(each -> ((JsonNode) each[1]).has("decoded"));
  }

  static Stream<Object[]> cases() throws Exception {
    JsonNode all =
        JsonMapper.builder().build().readTree(Files.readString(WanResources.path("cases.json")));
    return all.valueStream().map(each -> new Object[] {each.path("name").asString(), each});
  }

  private static SequencedMap<String, Object> given(JsonNode each, String node) {
    SequencedMap<String, Object> given = WanVideos.of();
    for (Map.Entry<String, JsonNode> field : each.path(node).properties()) {
      JsonNode value = field.getValue();
      given.put(
          field.getKey(),
          value.isString()
              ? value.asString()
              : value.isInt() ? (Object) value.asInt() : (Object) value.asDouble());
    }
    return given;
  }
}
