package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.RunOptions;
import org.cinegraph.proto.v1.SubmitRunResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs of a part of a graph whose list is made in the run, on a real Postgres and a real Temporal.
class PartsTest {
  private static final String GRAPH =
      """
      graph: parts
      nodes:
        made: {type: no-op, with: {salt: "[10, 20, 30]"}}
        list: {type: parse-json, with: {text: $made.value.salt}}
        each:
          for-each: $list.value
          nodes:
            a: {type: no-op, with: {salt: "a ${item}"}}
            b: {type: no-op, with: {after: $a.value, salt: "b ${item}"}}
          outputs: {b: $b.value}
        # Needs the first round alone.
        last: {type: no-op, with: {salt: "${each.b[0].salt}"}}
      outputs:
        last: $last.value
      """;

  @TempDir static Path folder;
  private static StackFixture stack;

  @BeforeAll
  static void start() throws Exception {
    stack = new StackFixture(folder);
    stack.startControlPlane();
    stack.startPlainWorker();
    stack.awaitNodeTypes("no-op");
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void aNodeRunAloneLeavesItsResultsToTheWholeAndAForcedOneIsComputedAgain() {
    ByteString alone = submit("alone", RunOptions.newBuilder().setOnly("each[1]/b").build());
    List<String> events = stack.eventsUntilEnd(alone);
    assertThat(events).endsWith("run-succeeded");
    assertThat(started(events))
        .containsExactly("node-started made", "node-started each[1]/a", "node-started each[1]/b");
    assertThat(output(alone)).isEqualTo("value {\"salt\":\"b 20\"}");

    ByteString whole = submit("whole", RunOptions.getDefaultInstance());
    assertThat(started(stack.eventsUntilEnd(whole)))
        .containsExactly("node-started each[0]/a", "node-started each[0]/b", "node-started last");
    assertThat(output(whole)).isEqualTo("last {\"salt\":\"b 10\"}");

    ByteString forced =
        submit("forced", RunOptions.newBuilder().setUntil("each/a").addForce("each[2]").build());
    assertThat(started(stack.eventsUntilEnd(forced))).containsExactly("node-started each[2]/a");
    assertThat(output(forced))
        .isEqualTo("value [{\"salt\":\"a 10\"},{\"salt\":\"a 20\"},{\"salt\":\"a 30\"}]");
  }

  @Test
  void aRoundThatThereIsNotFailsTheRunWithTheNumberOfRounds() {
    // A list of its own, so that the other test computes what it counts.
    SubmitRunResponse submitted =
        stack.submit(
            GRAPH.replace("[10, 20, 30]", "[1, 2, 3]"),
            RunOptions.newBuilder().setOnly("each[3]").build(),
            "missing");
    ByteString run = submitted.getRun().getRunId();
    assertThat(stack.eventsUntilEnd(run)).endsWith("run-failed");
    try (StackFixture.Connection connection = stack.connect()) {
      GetRunRequest request = GetRunRequest.newBuilder().setRunId(run).build();
      assertThat(connection.stub().getRun(request).getRun().getFailure().getMessage())
          .contains("Loop each has no round 3", "expected a round of 3, counted from 0");
    }
  }

  private static List<String> started(List<String> events) {
    return events.stream().filter(event -> event.startsWith("node-started ")).toList();
  }

  private static ByteString submit(String key, RunOptions options) {
    SubmitRunResponse submitted = stack.submit(GRAPH, options, key);
    assertThat(submitted.getProblemsList()).isEmpty();
    return submitted.getRun().getRunId();
  }

  private static String output(ByteString run) {
    try (StackFixture.Connection connection = stack.connect()) {
      GetRunRequest request = GetRunRequest.newBuilder().setRunId(run).build();
      NamedValue output = connection.stub().getRun(request).getOutputs(0);
      return output.getName() + " " + output.getValue().getJson();
    }
  }
}
