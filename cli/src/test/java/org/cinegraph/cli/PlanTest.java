package org.cinegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.PlanLine;
import org.cinegraph.proto.v1.PlanRunResponse;
import org.cinegraph.proto.v1.Problem;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
  private static final PlanRunResponse PLAN =
      PlanRunResponse.newBuilder()
          .setGraph("g")
          .setGraphVersion(ByteString.copyFrom(Digest.of("g").bytes()))
          .setSegments(1)
          .addLines(PlanLine.newBuilder().setName("a").setType("draw@2").setNodes(1).setMemoHits(1))
          .setTotal(PlanLine.newBuilder().setNodes(1).setMemoHits(1))
          .build();

  @TempDir private Path folder = Path.of("");
  private Path graph = Path.of("");
  private final CommandFixture cinegraph = new CommandFixture();

  @BeforeEach
  void write() throws IOException {
    graph = folder.resolve("g.yaml");
    Files.writeString(
        graph,
        "graph: g\ninputs:\n  clip: {type: video}\n  seed: {type: int}\n"
            + "nodes:\n  a: {type: draw, with: {in: $clip, size: $seed}}\n");
  }

  @AfterEach
  void close() {
    cinegraph.close();
  }

  @Test
  void aFileIsPlannedWithItsInputsAndNothingIsSentForIt() throws IOException {
    Path clip = Files.writeString(folder.resolve("clip.mp4"), "moving");
    cinegraph.control.plan = PLAN;

    assertThat(
            cinegraph.run(
                "graphs", "plan", graph.toString(), "--set", "seed=7", "--set", "clip=@" + clip))
        .isZero();

    assertThat(cinegraph.out())
        .isEqualTo(
            "Plan of g (version %s): 1 node in 1 segment\n  a  draw@2  memo hit\n1 memo hit\n"
                .formatted(Digest.of("g").brief()));
    SubmitRunRequest asked = cinegraph.control.plansAsked.getFirst().getSubmission();
    assertThat(asked.getInputsAsTextMap()).containsExactly(Map.entry("seed", "7"));
    assertThat(asked.getInputs(0).getValue().getArtifact().getDigest())
        .isEqualTo(ByteString.copyFrom(Digest.of("moving").bytes()));
    assertThat(cinegraph.control.uploads).isEmpty();
    assertThat(cinegraph.control.submitted).isEmpty();
  }

  @Test
  void mistakesAreShownUnderTheirLines() {
    cinegraph.control.plan =
        PlanRunResponse.newBuilder()
            .addProblems(
                Problem.newBuilder().setLine(3).setColumn(3).setMessage("Input clip is wrong"))
            .build();

    assertThat(cinegraph.run("graphs", "plan", graph.toString())).isEqualTo(2);
    assertThat(cinegraph.err()).contains("g.yaml:3:3", "clip: {type: video}", "^");
  }

  @Test
  void aMistakeInAnImportedGraphIsShownInItsFile() throws IOException {
    Files.writeString(folder.resolve("part.yaml"), "graph: part\nnodes:\n  p: {type: drwa}\n");
    Files.writeString(
        graph, "graph: g\nimports: {part: ./part.yaml}\nnodes:\n  a: {graph: part}\n");
    cinegraph.control.plan =
        PlanRunResponse.newBuilder()
            .addProblems(
                Problem.newBuilder()
                    .setFile("part.yaml")
                    .setLine(3)
                    .setColumn(13)
                    .setMessage("Node p has an unknown type"))
            .build();

    assertThat(cinegraph.run("graphs", "plan", graph.toString())).isEqualTo(2);
    assertThat(cinegraph.err())
        .isEqualTo(
            "part.yaml:3:13: Node p has an unknown type\n  |   p: {type: drwa}\n"
                + "  |             ^\n");
  }

  @Test
  void whatIsNoFileIsAStoredGraph() {
    assertThat(cinegraph.run("graphs", "plan", "movie@last")).isEqualTo(2);
    assertThat(cinegraph.err())
        .isEqualTo("movie@last names no version: expected NAME@N, such as movie@3\n");
    assertThat(cinegraph.run("graphs", "plan", "missing.yaml")).isEqualTo(2);
    assertThat(cinegraph.err()).isEqualTo("There is no file missing.yaml\n");
  }
}
