package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.Report;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.proto.v1.AttemptSpan;
import org.cinegraph.proto.v1.GetLineageRequest;
import org.cinegraph.proto.v1.GetLineageResponse;
import org.cinegraph.proto.v1.LineageNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From an artifact back to what made it.
class LineageCallsTest {
  private static final String CHAIN =
      """
      graph: chain
      nodes:
        a: {type: no-op, with: {salt: one}}
        beside: {type: no-op, with: {salt: beside}}
        b: {type: no-op, with: {after: $a.value, salt: b}}
      """;

  @TempDir private Path folder = Path.of("");
  private ControlFixture fixture;

  @BeforeEach
  void start() {
    fixture = new ControlFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void anArtifactLeadsBackToEveryNodeThatItNeededAndToNoOther() {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    lose(run, 0);
    compute(run, 0, "of a", false);
    ArtifactReference made = compute(run, 2, "of b", false);
    RunRow again = fixture.runs.plan(CHAIN, 10);

    GetLineageResponse lineage = lineage(made.digest());
    assertThat(WriteIds.text(lineage.getMadeBy().getRunId())).isEqualTo(run.id().toString());
    assertThat(lineage.getMadeBy().getNode()).isEqualTo("b");
    assertThat(lineage.getGraph().getName()).isEqualTo("chain");
    assertThat(lineage.getNodesList()).extracting(LineageNode::getName).containsExactly("b", "a");
    assertThat(lineage.getNodes(0).getParametersJson()).isEqualTo("{\"salt\":\"b\"}");
    assertThat(lineage.getNodes(0).getInputs(0).getNode()).isEqualTo("a");
    assertThat(lineage.getNodes(1).getAttemptsList())
        .extracting(AttemptSpan::getOutcome)
        .containsExactly("lost", "done");
    assertThat(lineage.getUsesList())
        .extracting(use -> WriteIds.text(use.getRunId()) + " " + use.getHow())
        .containsExactly(again.id() + " memo hit", run.id() + " made");
  }

  @Test
  void whatIsNumericallyEquivalentBeforeItIsMarked() {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    compute(run, 0, "of a", true);
    ArtifactReference made = compute(run, 2, "of b", false);

    assertThat(lineage(made.digest()).getNodesList())
        .extracting(LineageNode::getNumericallyEquivalent)
        .containsExactly(true, true);
  }

  @Test
  void anArtifactThatThereIsNotIsNotFound() {
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> lineage(Digest.of("none")));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
  }

  private ArtifactReference compute(RunRow run, int node, String content, boolean equivalent) {
    fixture.runs.takeIn(run, node);
    Granted granted = fixture.runs.grantAll().getFirst();
    ArtifactReference stored = fixture.runs.stored(granted, content);
    Report.Done done = fixture.runs.done(granted, new PortValue.Artifact(stored));
    fixture.runs.report(
        new Report.Done(done.lease(), done.outputs(), done.seconds(), "", equivalent));
    return stored;
  }

  private void lose(RunRow run, int node) {
    fixture.runs.takeIn(run, node);
    Granted granted = fixture.runs.grantAll().getFirst();
    fixture.runs.report(new Report.Lost(fixture.runs.lease(granted), true));
  }

  private GetLineageResponse lineage(Digest digest) {
    return fixture
        .control()
        .getLineage(
            GetLineageRequest.newBuilder().setDigest(ByteString.copyFrom(digest.bytes())).build());
  }
}
