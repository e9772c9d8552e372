package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.Map;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.ArtifactReference;
import org.cinegraph.proto.v1.ListGraphsRequest;
import org.cinegraph.proto.v1.ListRunsRequest;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.PlanLine;
import org.cinegraph.proto.v1.PlanRunRequest;
import org.cinegraph.proto.v1.PlanRunResponse;
import org.cinegraph.proto.v1.PortValue;
import org.cinegraph.proto.v1.SecondsSpan;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCallsTest {
  private static final String CHAIN =
      "graph: chain\ninputs: {last: {type: text, default: c}}\nnodes:\n"
          + "  a: {type: no-op, with: {salt: a}}\n"
          + "  b: {type: no-op, with: {salt: b, after: $a.value}}\n"
          + "  c: {type: no-op, with: {salt: $last, after: $b.value}}\n";

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
  void whatIsRememberedIsAHitAndTheRestCostsWhatAttemptsTookBefore() {
    compute("graph: g\nnodes:\n  a: {type: no-op, with: {salt: a}}\n", 4);
    compute("graph: g\nnodes:\n  a: {type: no-op, with: {salt: x}}\n", 6);

    PlanRunResponse plan = plan(CHAIN, Map.of());

    assertThat(plan.getProblemsList()).isEmpty();
    assertThat(plan.getGraph()).isEqualTo("chain");
    assertThat(plan.getLinesList())
        .extracting(PlanLine::getName, PlanLine::getMemoHits, PlanLine::getComputed)
        .containsExactly(tuple("a", 1, 0), tuple("b", 0, 1), tuple("c", 0, 1));
    assertThat(plan.getLines(1).getAttempts()).isEqualTo(2);
    assertThat(plan.getLines(1).getSeconds()).isEqualTo(span(4.5, 5, 5.5));
    assertThat(plan.getTotal().getSeconds()).isEqualTo(span(9, 10, 11));
    assertThat(plan.getLongestChain()).isEqualTo(span(9, 10, 11));
    assertThat(plan.getNeverMeasured()).isZero();
  }

  @Test
  void aPlanStoresNothing() {
    assertThat(plan(CHAIN, Map.of("last", "d")).getTotal().getNodes()).isEqualTo(3);
    assertThat(plan(CHAIN, Map.of()).getNeverMeasured()).isEqualTo(3);

    assertThat(fixture.control().listRuns(ListRunsRequest.getDefaultInstance()).getRunsList())
        .isEmpty();
    assertThat(
            fixture.control().listGraphs(ListGraphsRequest.getDefaultInstance()).getVersionsList())
        .isEmpty();
    assertThat(fixture.started).isEmpty();
  }

  @Test
  void aFileThatNobodySentIsPlannedWithByItsName() {
    SubmitRunRequest submission =
        ControlFixture.submission(
                "",
                "graph: g\ninputs: {clip: {type: video}}\nnodes:\n"
                    + "  a: {approve: Good?, with: {clip: $clip}}\noutputs: {clip: $a.clip}\n",
                Map.of())
            .toBuilder()
            .addInputs(
                NamedValue.newBuilder()
                    .setName("clip")
                    .setValue(
                        PortValue.newBuilder()
                            .setArtifact(
                                ArtifactReference.newBuilder()
                                    .setMediaType("application/octet-stream")
                                    .setDigest(ByteString.copyFrom(Digest.of("clip").bytes()))
                                    .setBytes(4))))
            .build();

    assertThat(plan(submission).getProblemsList()).isEmpty();
  }

  @Test
  void allMistakesOfGraphAndInputsAreInTheAnswer() {
    PlanRunResponse plan = plan(CHAIN.replace("$b.value", "$d.value"), Map.of("lst", "x"));

    assertThat(plan.getProblemsList())
        .extracting(problem -> problem.getCode())
        .containsExactlyInAnyOrder("unknown-reference", "unknown-input");
    assertThat(plan.getLinesList()).isEmpty();
    assertThatThrownBy(() -> plan(SubmitRunRequest.getDefaultInstance()))
        .hasMessage("INVALID_ARGUMENT: A run needs a graph: source or version");
  }

  private void compute(String yaml, double seconds) {
    RunRow run = fixture.runs.plan(yaml, 10);
    fixture.runs.takeIn(run, 0);
    Granted granted = fixture.runs.grantAll().getFirst();
    fixture.runs.report(
        new Report.Done(
            fixture.runs.lease(granted),
            fixture.runs.done(granted).outputs(),
            new Seconds(1, 0, seconds - 1, 0),
            "",
            false));
  }

  private PlanRunResponse plan(String yaml, Map<String, String> inputs) {
    return plan(ControlFixture.submission("", yaml, inputs));
  }

  private PlanRunResponse plan(SubmitRunRequest submission) {
    return fixture.control().planRun(PlanRunRequest.newBuilder().setSubmission(submission).build());
  }

  private static SecondsSpan span(double low, double median, double high) {
    return SecondsSpan.newBuilder().setLow(low).setMedian(median).setHigh(high).build();
  }
}
