package org.cinegraph.activities;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cinegraph.db.Notifications;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.RunState;
import org.cinegraph.db.work.Granted;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.plan.PlanOptions;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.workflows.Interpreter;
import org.cinegraph.workflows.server.TemporalNamespace;
import org.cinegraph.workflows.server.TemporalServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs driven by a real Temporal server on a real Postgres; the test is the worker.
class DriveRunsTest {
  @TempDir static Path folder;
  private static TemporalServerProcess server;
  private static Temporal temporal;
  private static int started;

  private RunFixture fixture;
  private Notifications notifications;
  private DriveRuns drive;

  @BeforeAll
  static void startTemporal() {
    server = TemporalServerProcess.start(folder);
    temporal = Temporal.connect(server.address(), TemporalNamespace.NAME);
  }

  /// The whole suite's histories replay; that a changed one does not shows that they could fail to.
  @AfterAll
  static void replayEveryHistoryAndStopTemporal(@TempDir Path histories) throws Exception {
    int fetched = SuiteHistories.fetch(temporal, histories);
    temporal.close();
    server.close();
    assertThat(fetched).isGreaterThanOrEqualTo(started);
    SuiteHistories.Outcome outcome = SuiteHistories.replay(histories);
    assertThat(outcome.exit()).as(outcome.said()).isZero();
    changeOneActivity(histories);
    assertThat(SuiteHistories.replay(histories).said()).contains("1 failed");
  }

  private static void changeOneActivity(Path histories) throws Exception {
    List<Path> files;
    try (Stream<Path> listed = Files.list(histories)) {
      files = listed.sorted().toList();
    }
    for (Path file : files) {
      String history = Files.readString(file);
      String changed = history.replace("\"plan\"", "\"plot\"");
      if (!changed.equals(history)) {
        Files.writeString(file, changed);
        return;
      }
    }
    throw new AssertionError("No history plans a run");
  }

  @BeforeEach
  void start() {
    fixture = new RunFixture();
    notifications = Notifications.start(fixture.database());
    drive = startDriving();
  }

  @AfterEach
  void close() {
    drive.close();
    notifications.close();
    fixture.close();
  }

  @Test
  void twoNodesRunFromSubmitToTheEndOfTheirWorkflow() {
    RunRow run = submitAndStart("a: {type: no-op}\n  b: {type: no-op, with: {after: $a.value}}");
    workUntilEnded(run);
    assertThat(fixture.find(run).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(fixture.events(run))
        .containsExactly(
            "run-submitted",
            "run-planned",
            "node-started a",
            "node-succeeded a",
            "node-started b",
            "node-succeeded b",
            "run-succeeded");
    awaitWorkflowClosed(run);
  }

  @Test
  void aRunCutIntoSegmentsEndsAndItsBlockedNodesAreFreed() {
    RunRow run = submitAndStart(ladder(9), 3);
    workUntilEnded(run);
    assertThat(fixture.find(run).state()).isEqualTo(RunState.SUCCEEDED);
    awaitWorkflowClosed(run);
  }

  /// A chain is the worst: Temporal decides after each node. Temporal's own limits are 51,200
  /// events and 50 MB, and it warns from 10,240 events on.
  @Test
  void theHistoryOfAFullSegmentStaysBelowEightThousandEventsAndFourMegabytes() {
    String name = "n".repeat(GraphLimits.NAME_LENGTH - 3) + "%03d";
    String chain =
        IntStream.range(0, PlanOptions.SEGMENT_SIZE)
            .mapToObj(node ->
                node == 0
                    ? name.formatted(0) + ": {type: no-op}"
                    : "%s: {type: no-op, with: {after: $%s.value}}"
                        .formatted(name.formatted(node), name.formatted(node - 1)))
            .collect(Collectors.joining("\n  "));
    RunRow run = submitAndStart(chain);
    for (int part = 0; part < 10; part++) {
      int left = PlanOptions.SEGMENT_SIZE * (9 - part) / 10;
      Patience.await(() -> {
        work();
        RunRow now = fixture.find(run);
        return now.nodes() > 0 && now.openNodes() <= left;
      });
    }
    awaitWorkflowClosed(run);
    WorkflowExecutionInfo segment =
        temporal
            .describe(Interpreter.workflowId(run.id(), run.epoch()) + "/0")
            .orElseThrow()
            .getWorkflowExecutionInfo();
    assertThat(segment.getHistoryLength()).isBetween(3L * PlanOptions.SEGMENT_SIZE, 8_000L);
    assertThat(segment.getHistorySizeBytes()).isBetween(1L, 4L << 20);
  }

  @Test
  void aRunWhoseNodesAreAllRememberedStartsNoSegment() {
    String nodes = "a: {type: no-op}\n  b: {type: no-op, with: {after: $a.value}}";
    workUntilEnded(submitAndStart(nodes));
    RunRow second = submitAndStart(nodes);
    workUntilEnded(second);
    assertThat(fixture.find(second).memoHits()).isEqualTo(2);
    awaitWorkflowClosed(second);
    assertThat(temporal.describe(Interpreter.workflowId(second.id(), 1) + "/0")).isEmpty();
  }

  @Test
  void whatEndsWhileNoControlPlaneLivesIsToldByTheNext() {
    RunRow run = submitAndStart("a: {type: no-op}\n  b: {type: no-op, with: {after: $a.value}}");
    Patience.await(() -> !fixture.waiting().isEmpty());
    drive.close();
    work();
    assertThat(fixture.outbox()).hasSize(1);
    drive = startDriving();
    workUntilEnded(run);
    assertThat(fixture.find(run).state()).isEqualTo(RunState.SUCCEEDED);
    awaitWorkflowClosed(run);
  }

  @Test
  void aRunGrowsByTheLoopOverAListThatItMakesAndItsWorkflowDrivesTheNewSegments() {
    RunRow run =
        submitAndStart(
            """
            list: {type: no-op, with: {salt: "[1, 2, 3, 4, 5, 6, 7]"}}
              each:
                for-each: $list.value
                nodes:
                  a: {type: no-op, with: {salt: "a ${item}"}}
                  large: {type: compare, with: {a: $item, is: greater, b: 5}}
                  never: {type: compare, with: {a: $a.value, is: equal, b: b}}
                  b: {type: no-op, when: $large.result, with: {after: $a.value, salt: "b ${item}"}}
                  c: {type: no-op, when: $never.result, with: {salt: c}}
                  either: {merge: [$c.value, $b.value]}
                outputs: {last: $either.value}
              last: {type: no-op, with: {after: $each.last, salt: last}}
            outputs:
              all: $each.last
              last: $last.value\
            """,
            3);
    workUntilEnded(run);
    RunRow ended = fixture.find(run);
    assertThat(ended.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ended.outputs().orElseThrow().get("all"))
        .isEqualTo(
            new PortValue.Inline(
                new Value.Items(List.of(new Value.Text("b 6"), new Value.Text("b 7")))));
    assertThat(fixture.events(run))
        .contains("run-grown", "node-left-out each[6]/c", "node-succeeded last");
    awaitWorkflowClosed(run);
  }

  @Test
  void aStoppedRunEndsItsWorkflow() {
    RunRow run = submitAndStart("a: {type: no-op}\n  b: {type: no-op, with: {after: $a.value}}");
    Patience.await(() -> !fixture.waiting().isEmpty());
    fixture.stop(run, false);
    assertThat(fixture.find(run).state()).isEqualTo(RunState.STOPPED);
    awaitWorkflowClosed(run);
  }

  @Test
  void aCancelFromOutsideIsAStop() {
    RunRow run = submitAndStart("a: {type: no-op}");
    Patience.await(() -> !fixture.waiting().isEmpty());
    temporal.client().newUntypedWorkflowStub(Interpreter.workflowId(run.id(), 1)).cancel();
    Patience.await(() -> fixture.find(run).state().ended());
    assertThat(fixture.find(run).state()).isEqualTo(RunState.STOPPED);
    assertThat(fixture.events(run)).contains("run-stopping", "node-stopped a", "run-stopped");
    awaitWorkflowClosed(run);
  }

  private DriveRuns startDriving() {
    return DriveRuns.start(
        temporal,
        fixture.database(),
        fixture.plans(),
        notifications,
        _ -> true,
        InstantSource.system());
  }

  private RunRow submitAndStart(String nodes) {
    return submitAndStart(nodes, 0);
  }

  private RunRow submitAndStart(String nodes, int segmentSize) {
    RunRow run = fixture.submit("graph: test\nnodes:\n  " + nodes + "\n", segmentSize);
    new StartRun(temporal).start(run.tenant(), run.id(), run.epoch());
    started++;
    return run;
  }

  /// Two chains with rungs between them.
  private static String ladder(int rungs) {
    StringBuilder nodes = new StringBuilder();
    for (int i = 0; i < rungs; i++) {
      String salt = "{type: no-op, with: {salt: s" + i;
      String after = i == 0 ? "" : ", after: $l%d.value, and: $r%d.value".formatted(i - 1, i - 1);
      nodes.append("l%d: %sl%s}}%n  ".formatted(i, salt, after));
      nodes.append("r%d: %sr%s}}%n  ".formatted(i, salt, after));
    }
    return nodes.toString().stripTrailing();
  }

  private void workUntilEnded(RunRow run) {
    Patience.await(() -> {
      work();
      return fixture.find(run).state().ended();
    });
  }

  private void work() {
    for (Granted granted : fixture.grantAll()) {
      fixture.report(fixture.done(granted, new PortValue.Inline(made(granted))));
    }
  }

  /// The salt; one that is written as a list, as the list.
  private static Value made(Granted granted) {
    Value salt = Objects.requireNonNull(granted.request().parameters().fields().get("salt"));
    return salt instanceof Value.Text(String text) && text.startsWith("[")
        ? CanonicalJson.parse(text)
        : salt;
  }

  private static void awaitWorkflowClosed(RunRow run) {
    Patience.await(() ->
        temporal
            .describe(Interpreter.workflowId(run.id(), run.epoch()))
            .orElseThrow()
            .getWorkflowExecutionInfo()
            .hasCloseTime());
  }
}
