package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cinegraph.db.CrashPoint;
import org.cinegraph.proto.v1.CollectGarbageRequest;
import org.cinegraph.proto.v1.CollectGarbageResponse;
import org.cinegraph.proto.v1.DeleteRunRequest;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.proto.v1.StopRunRequest;
import org.cinegraph.proto.v1.SubmitRunResponse;
import org.cinegraph.workflows.server.ChildProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The control plane dies at every place between two writes that span two systems, one after the
/// other, and its successor ends what was begun: the table of crashes in ARCHITECTURE.md. The
/// workers live through it all.
class CrashPointsTest {
  @TempDir static Path folder;
  private static StackFixture stack;

  @BeforeAll
  static void start() throws Exception {
    stack = new StackFixture(folder);
    stack.startControlPlane();
    stack.startPlainWorker();
    // Long enough for a checkpoint.
    stack.startWorker("-Dcinegraph.trial.pause-ms.sample-latents=120");
    stack.awaitNodeTypes("no-op", "encode-text");
    stack.stopControlPlane();
  }

  @AfterEach
  void stopControlPlane() {
    stack.stopControlPlane();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = CrashPoint.class,
      names = {
        "ARTIFACT_FILED",
        "ARTIFACT_FORGOTTEN",
        "CHECKPOINT_RECEIVED",
        "PLAN_GROWN",
        "RUN_STOPPING"
      },
      mode = EnumSource.Mode.EXCLUDE)
  void aRunThatACrashCutsOffIsEndedByTheNextControlPlane(CrashPoint place) throws Exception {
    List<String> events = crash(place, twoNodes(place.name()));

    assertThat(events)
        .endsWith("run-succeeded")
        .containsOnlyOnce("node-succeeded first", "node-succeeded second");
  }

  @ParameterizedTest
  @EnumSource(value = CrashPoint.class, names = "PLAN_GROWN")
  void aRunThatHasGrownByALoopIsDrivenThroughItByTheNextControlPlane(CrashPoint place)
      throws Exception {
    List<String> events = crash(place, loop(place.name()));

    assertThat(events)
        .endsWith("run-succeeded")
        .containsOnlyOnce(
            "run-grown",
            "node-succeeded each[0]",
            "node-succeeded each[1]",
            "node-succeeded each[2]",
            "node-succeeded last");
  }

  @ParameterizedTest
  @EnumSource(value = CrashPoint.class, names = "ARTIFACT_FILED")
  void bytesThatNobodyKnowsOfAreStoredAgain(CrashPoint place) throws Exception {
    List<String> events = crash(place, words(place.name()));

    assertThat(events).endsWith("run-succeeded").containsOnlyOnce("node-succeeded text");
  }

  @ParameterizedTest
  @EnumSource(value = CrashPoint.class, names = "CHECKPOINT_RECEIVED")
  void aCheckpointThatWasNotRecordedIsAnnouncedAgainAndNoStepIsRepeated(CrashPoint place)
      throws Exception {
    List<String> events = crash(place, sampling(place.name()));

    assertThat(events)
        .endsWith("run-succeeded")
        .containsOnlyOnce("node-started latents")
        .doesNotContain("node-retrying latents");
  }

  @ParameterizedTest
  @EnumSource(value = CrashPoint.class, names = "RUN_STOPPING")
  void aStopThatWasCutOffIsCarriedOut(CrashPoint place) throws Exception {
    ChildProcess dying = startUntil(place);
    ByteString run = submit(place.name(), slow(place.name()));
    awaitRunning(run);
    stopAndIgnoreTheAnswer(run);
    assertThat(dying.onExit().get(60, TimeUnit.SECONDS)).isEqualTo(CrashPoint.KILLED);
    stack.startControlPlane();

    assertThat(stack.eventsUntilEnd(run)).endsWith("node-stopped wait", "run-stopped");
  }

  @ParameterizedTest
  @EnumSource(value = CrashPoint.class, names = "ARTIFACT_FORGOTTEN")
  void aFileWhoseRowWasCollectedGoesWithTheNextCollection(CrashPoint place) throws Exception {
    ChildProcess dying = startUntil(place);
    ByteString run = submit(place.name(), words(place.name()));
    stack.eventsUntilEnd(run);
    try (StackFixture.Connection connection = stack.connect()) {
      connection.stub().deleteRun(DeleteRunRequest.newBuilder().setRunId(run).build());
    }
    assertThat(collect().getMarked().getCount()).isPositive();
    try {
      collect();
    } catch (StatusRuntimeException died) {
      // Between rows and files.
    }
    assertThat(dying.onExit().get(60, TimeUnit.SECONDS)).isEqualTo(CrashPoint.KILLED);
    stack.startControlPlane("-Dcinegraph.least-grace=PT0.001S");

    CollectGarbageResponse next = collect();
    assertThat(next.getRemoved().getCount()).isZero();
    assertThat(next.getFiles().getCount()).isPositive();
  }

  private static CollectGarbageResponse collect() {
    try (StackFixture.Connection connection = stack.connect()) {
      CollectGarbageResponse last = CollectGarbageResponse.getDefaultInstance();
      Iterator<CollectGarbageResponse> told =
          connection
              .stub()
              .collectGarbage(CollectGarbageRequest.newBuilder().setGraceMs(1).build());
      while (told.hasNext()) {
        last = told.next();
      }
      return last;
    }
  }

  private static List<String> crash(CrashPoint place, String graph) throws Exception {
    ChildProcess dying = startUntil(place);
    try {
      submit(place.name(), graph);
    } catch (StatusRuntimeException died) {
      // The client submits again, below, under the same key.
    }
    assertThat(dying.onExit().get(60, TimeUnit.SECONDS)).isEqualTo(CrashPoint.KILLED);
    stack.startControlPlane();
    return stack.eventsUntilEnd(submit(place.name(), graph));
  }

  private static ChildProcess startUntil(CrashPoint place) {
    return stack.startControlPlane(
        "-Dcinegraph.crash-at=" + place.name(), "-Dcinegraph.least-grace=PT0.001S");
  }

  private static ByteString submit(String key, String graph) {
    SubmitRunResponse submitted = stack.submit(graph, 0, key);
    assertThat(submitted.getProblemsList()).isEmpty();
    return submitted.getRun().getRunId();
  }

  private static void stopAndIgnoreTheAnswer(ByteString run) {
    try (StackFixture.Connection connection = stack.connect()) {
      connection.stub().stopRun(StopRunRequest.newBuilder().setRunId(run).build());
    } catch (StatusRuntimeException died) {
      // That is what it was asked for.
    }
  }

  private static void awaitRunning(ByteString run) throws InterruptedException {
    NodeState state = NodeState.NODE_STATE_UNSPECIFIED;
    while (state != NodeState.NODE_STATE_RUNNING) {
      Thread.sleep(20);
      try (StackFixture.Connection connection = stack.connect()) {
        var nodes =
            connection
                .stub()
                .getRun(GetRunRequest.newBuilder().setRunId(run).build())
                .getNodesList();
        state = nodes.isEmpty() ? state : nodes.getFirst().getState();
      }
    }
  }

  private static String twoNodes(String salt) {
    return """
    graph: two-nodes
    nodes:
      first:  {type: no-op, with: {salt: %s}}
      second: {type: no-op, with: {after: $first.value}}
    outputs:
      last: $second.value
    """
        .formatted(salt);
  }

  private static String loop(String salt) {
    return """
    graph: loop
    nodes:
      made: {type: no-op, with: {salt: '["%s a", "b", "c"]'}}
      list: {type: parse-json, with: {text: $made.value.salt}}
      each: {for-each: $list.value, type: no-op, with: {salt: "${item}"}}
      last: {type: no-op, with: {after: $each.value, salt: last}}
    outputs:
      last: $last.value
    """
        .formatted(salt);
  }

  private static String slow(String salt) {
    return """
    graph: slow
    nodes:
      wait: {type: no-op-slow, with: {salt: %s, seconds: 30}}
    """
        .formatted(salt);
  }

  private static String sampling(String words) {
    return """
    graph: sampling
    nodes:
      text:    {type: encode-text, with: {model: toybox, prompt: "a red ball %s"}}
      latents: {type: sample-latents, with: {model: toybox, conditioning: $text.conditioning, frames: 32, steps: 24, seed: 1}}
    outputs:
      latents: $latents.latents
    """
        .formatted(words);
  }

  private static String words(String words) {
    return """
    graph: words
    nodes:
      text: {type: encode-text, with: {model: toybox, prompt: "a red ball %s"}}
    outputs:
      text: $text.conditioning
    """
        .formatted(words);
  }
}
