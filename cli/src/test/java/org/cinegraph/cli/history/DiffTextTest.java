package org.cinegraph.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.DiffRunsResponse;
import org.cinegraph.proto.v1.NodeDifference;
import org.cinegraph.proto.v1.RunSummary;
import org.cinegraph.proto.v1.ValueDifference;
import org.junit.jupiter.api.Test;

class DiffTextTest {
  @Test
  void causesAndWhatFollowsFromThemAreTold() {
    List<String> lines = DiffText.lines(diff());
    assertThat(lines.getFirst())
        .startsWith("before  00000000-0000-0000-0000-000000000000 of graph movie, version ");
    assertThat(lines.subList(2, lines.size()))
        .containsExactly(
            "input   prompt: \"a\" → \"b\"",
            "option  only: nothing → \"text\"",
            "node    text (encode-text)",
            "          parameter prompt: \"a\" → \"b\"",
            "node    latents (sample-latents) follows from text",
            "node    extra (upsample) is new",
            "node    old (mux) is gone",
            "output  movie: artifact 1 → artifact 2",
            "4 of 7 computed nodes differ");
  }

  @Test
  void runsThatAreTheSameAreSaidToBe() {
    DiffRunsResponse same =
        DiffRunsResponse.newBuilder().setBefore(run()).setNow(run()).setSameNodes(3).build();
    assertThat(DiffText.lines(same))
        .hasSize(3)
        .endsWith("All 3 nodes that are computed have the same memo keys");
  }

  @Test
  void scriptsGetAnObject() {
    assertThat(CanonicalJson.write(DiffJson.of(diff())))
        .contains("\"name\":\"latents\"", "\"behind\":[\"text\"]", "\"sameNodes\":3");
  }

  private static DiffRunsResponse diff() {
    return DiffRunsResponse.newBuilder()
        .setBefore(run())
        .setNow(run())
        .addInputs(value("prompt", "\"a\"", "\"b\""))
        .addOptions(value("only", "", "\"text\""))
        .addNodes(
            node("text", "encode-text").addIngredients(value("parameter prompt", "\"a\"", "\"b\"")))
        .addNodes(node("latents", "sample-latents").addBehind("text"))
        .addNodes(node("extra", "upsample").setOnlyNow(true))
        .addNodes(node("old", "mux").setOnlyBefore(true))
        .setSameNodes(3)
        .addOutputs(value("movie", "artifact 1", "artifact 2"))
        .build();
  }

  private static RunSummary run() {
    return RunSummary.newBuilder()
        .setRunId(ByteString.copyFrom(new byte[16]))
        .setGraph("movie")
        .setGraphVersion(ByteString.copyFrom(Digest.of("movie").bytes()))
        .build();
  }

  private static NodeDifference.Builder node(String name, String type) {
    return NodeDifference.newBuilder().setName(name).setType(type);
  }

  private static ValueDifference value(String name, String before, String now) {
    return ValueDifference.newBuilder().setName(name).setBefore(before).setNow(now).build();
  }
}
