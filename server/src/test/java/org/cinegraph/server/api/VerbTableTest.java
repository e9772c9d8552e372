package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.verb.Situation;
import org.cinegraph.db.verb.Verb;
import org.cinegraph.db.verb.VerbTable;
import org.cinegraph.proto.FailureMetadata;
import org.cinegraph.proto.v1.AnswerApprovalRequest;
import org.cinegraph.proto.v1.DeleteRunRequest;
import org.cinegraph.proto.v1.DrainWorkerRequest;
import org.cinegraph.proto.v1.ForkRunRequest;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetServerInfoRequest;
import org.cinegraph.proto.v1.KillRunRequest;
import org.cinegraph.proto.v1.ListAuditRequest;
import org.cinegraph.proto.v1.PauseRunRequest;
import org.cinegraph.proto.v1.RecoverRunRequest;
import org.cinegraph.proto.v1.ReleaseNodeRequest;
import org.cinegraph.proto.v1.RerunRunRequest;
import org.cinegraph.proto.v1.ResumeRunRequest;
import org.cinegraph.proto.v1.RetryNodeRequest;
import org.cinegraph.proto.v1.SetRunPriorityRequest;
import org.cinegraph.proto.v1.StopRunRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Walks the table of verbs: each verb in each situation does something, has nothing left to do, or
/// is refused, as the table says.
class VerbTableTest {
  @TempDir private Path folder = Path.of("");
  private ControlFixture fixture;
  private VerbScenes scenes;

  @BeforeEach
  void start() {
    fixture = new ControlFixture(folder);
    scenes = new VerbScenes(fixture.runs);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /// Each verb of a run as a call; it gives the sentences of what changed.
  private SequencedMap<Verb, Function<ByteString, List<String>>> ofRuns() {
    SequencedMap<Verb, Function<ByteString, List<String>>> calls = new LinkedHashMap<>();
    calls.put(Verb.STOP, this::stop);
    calls.put(Verb.KILL, this::kill);
    calls.put(Verb.RECOVER, this::recover);
    calls.put(Verb.PAUSE, this::pause);
    calls.put(Verb.RESUME, this::resume);
    calls.put(Verb.PRIORITY, this::priority);
    calls.put(Verb.RERUN, this::rerun);
    calls.put(Verb.FORK, this::fork);
    calls.put(Verb.DELETE, this::delete);
    return calls;
  }

  private List<String> stop(ByteString run) {
    return fixture
        .control()
        .stopRun(StopRunRequest.newBuilder().setRunId(run).setWhy("a test").build())
        .getChangedList();
  }

  private List<String> kill(ByteString run) {
    return fixture
        .control()
        .killRun(KillRunRequest.newBuilder().setRunId(run).setWhy("a test").build())
        .getChangedList();
  }

  private List<String> pause(ByteString run) {
    return fixture
        .control()
        .pauseRun(PauseRunRequest.newBuilder().setRunId(run).setWhy("a test").build())
        .getChangedList();
  }

  private List<String> resume(ByteString run) {
    return fixture
        .control()
        .resumeRun(ResumeRunRequest.newBuilder().setRunId(run).setWhy("a test").build())
        .getChangedList();
  }

  private List<String> priority(ByteString run) {
    return fixture
        .control()
        .setRunPriority(
            SetRunPriorityRequest.newBuilder()
                .setRunId(run)
                .setPriority(7)
                .setWhy("a test")
                .build())
        .getChangedList();
  }

  private List<String> rerun(ByteString run) {
    return fixture
        .control()
        .rerunRun(
            RerunRunRequest.newBuilder()
                .setRunId(run)
                .setIdempotencyKey("rerun " + WriteIds.text(run))
                .setWhy("a test")
                .build())
        .getChangedList();
  }

  private List<String> fork(ByteString run) {
    return fixture
        .control()
        .forkRun(
            ForkRunRequest.newBuilder()
                .setRunId(run)
                .setIdempotencyKey("fork " + WriteIds.text(run))
                .setFromNode("b")
                .setWhy("a test")
                .build())
        .getChangedList();
  }

  private List<String> delete(ByteString run) {
    return fixture
        .control()
        .deleteRun(DeleteRunRequest.newBuilder().setRunId(run).setWhy("a test").build())
        .getChangedList();
  }

  private List<String> recover(ByteString run) {
    return fixture
        .control()
        .recoverRun(RecoverRunRequest.newBuilder().setRunId(run).setWhy("a test").build())
        .getChangedList();
  }

  @Test
  void everyVerbOfARunDoesWhatTheTableSaysInEverySituation() {
    ofRuns()
        .forEach((verb, call) -> {
          for (Situation situation : VerbScenes.OF_RUNS) {
            RunRow run = scenes.runThat(situation);
            assertThat(shown(run).contains(verb.written()))
                .as("%s is shown when the run %s", verb, situation)
                .isEqualTo(VerbTable.answer(situation, verb) == VerbTable.Answer.DOES);
            tryOut("Run " + run.id(), run, situation, verb, call);
          }
        });
  }

  /// Each verb of a node, `a`, as a call.
  private SequencedMap<Verb, Function<ByteString, List<String>>> ofNodes() {
    SequencedMap<Verb, Function<ByteString, List<String>>> calls = new LinkedHashMap<>();
    calls.put(
        Verb.RETRY,
        run ->
            fixture
                .control()
                .retryNode(
                    RetryNodeRequest.newBuilder()
                        .setRunId(run)
                        .setNode("a")
                        .setWhy("a test")
                        .build())
                .getChangedList());
    calls.put(
        Verb.RELEASE,
        run ->
            fixture
                .control()
                .releaseNode(
                    ReleaseNodeRequest.newBuilder()
                        .setRunId(run)
                        .setNode("a")
                        .setWhy("a test")
                        .build())
                .getChangedList());
    calls.put(Verb.APPROVE, run -> answer(run, true));
    calls.put(Verb.REJECT, run -> answer(run, false));
    return calls;
  }

  private List<String> answer(ByteString run, boolean accept) {
    return fixture
        .control()
        .answerApproval(
            AnswerApprovalRequest.newBuilder()
                .setRunId(run)
                .setNode("a")
                .setAccept(accept)
                .setWhy("a test")
                .build())
        .getChangedList();
  }

  @Test
  void everyVerbOfANodeDoesWhatTheTableSaysInEverySituation() {
    ofNodes()
        .forEach((verb, call) -> {
          for (Situation situation : VerbScenes.OF_NODES) {
            RunRow run = fixture.runs.find(scenes.nodeThat(situation));
            assertThat(nodeShown(run).contains(verb.written()))
                .as("%s is shown when the node %s", verb, situation)
                .isEqualTo(VerbTable.answer(situation, verb) == VerbTable.Answer.DOES);
            tryOut("Node a of run " + run.id(), run, situation, verb, call);
          }
        });
  }

  @Test
  void whatGoesOnIsStarted() throws Exception {
    RunRow run = scenes.runThat(Situation.RUN_FAILED);
    assertThat(recover(WriteIds.bytes(run.id()))).isNotEmpty();
    while (fixture.started.isEmpty()) {
      Thread.sleep(5);
    }
    assertThat(fixture.started).containsExactly(run.id());
  }

  @Test
  void everyVerbOfAWorkerDoesWhatTheTableSaysInEverySituation() {
    for (Verb verb : List.of(Verb.DRAIN, Verb.UNDRAIN)) {
      for (Situation situation : VerbScenes.OF_WORKERS) {
        scenes.bringWorkerTo(situation);
        String tried = "%s in %s".formatted(verb, situation);
        assertThat(workerShown().contains(verb.written()))
            .as(tried)
            .isEqualTo(VerbTable.answer(situation, verb) == VerbTable.Answer.DOES);
        switch (VerbTable.answer(situation, verb)) {
          case DOES -> assertThat(drain(verb == Verb.UNDRAIN)).as(tried).isNotEmpty();
          case ALREADY -> assertThat(drain(verb == Verb.UNDRAIN)).as(tried).isEmpty();
          case REFUSED ->
              assertThat(refusal(() -> drain(verb == Verb.UNDRAIN)))
                  .isEqualTo(
                      "FAILED_PRECONDITION verb-not-allowed Worker fixture is not connected: "
                          + "drain is not allowed; no verb is allowed now");
        }
      }
    }
  }

  @Test
  void everyVerbIsWalked() {
    SequencedSet<Verb> walked = new LinkedHashSet<>(ofRuns().keySet());
    walked.addAll(ofNodes().keySet());
    walked.addAll(List.of(Verb.DRAIN, Verb.UNDRAIN));
    assertThat(walked).containsExactlyInAnyOrder(Verb.values());
    SequencedSet<Situation> visited = new LinkedHashSet<>(VerbScenes.OF_RUNS);
    visited.addAll(VerbScenes.OF_NODES);
    visited.addAll(VerbScenes.OF_WORKERS);
    assertThat(visited).containsExactlyInAnyOrder(Situation.values());
  }

  private List<String> drain(boolean undo) {
    return fixture
        .control()
        .drainWorker(
            DrainWorkerRequest.newBuilder()
                .setWorker("fixture")
                .setUndo(undo)
                .setWhy("a test")
                .build())
        .getChangedList();
  }

  private List<String> workerShown() {
    return fixture
        .control()
        .getServerInfo(GetServerInfoRequest.getDefaultInstance())
        .getWorkers(0)
        .getVerbsAllowedList();
  }

  private void tryOut(
      String subject,
      RunRow run,
      Situation situation,
      Verb verb,
      Function<ByteString, List<String>> call) {
    String tried = "%s in %s".formatted(verb, situation);
    ByteString id = WriteIds.bytes(run.id());
    switch (VerbTable.answer(situation, verb)) {
      case DOES -> {
        assertThat(call.apply(id)).as(tried).isNotEmpty();
        assertThat(audited(id)).as(tried).containsExactly(verb.written());
      }
      case ALREADY -> {
        assertThat(call.apply(id)).as(tried).isEmpty();
        assertThat(fixture.runs.find(run)).as(tried).isEqualTo(run);
        assertThat(audited(id)).as(tried).isEmpty();
      }
      case REFUSED -> {
        assertThat(refusal(() -> call.apply(id)))
            .as(tried)
            .startsWith(
                "FAILED_PRECONDITION verb-not-allowed %s %s: %s is not allowed; "
                    .formatted(subject, situation.words(), verb.written()));
        assertThat(fixture.runs.find(run)).as(tried).isEqualTo(run);
      }
    }
  }

  private static String refusal(Supplier<List<String>> call) {
    try {
      return "none, but " + call.get();
    } catch (StatusRuntimeException e) {
      Status status = e.getStatus();
      String code = FailureMetadata.of(e).orElseThrow().getCode();
      return status.getCode() + " " + code + " " + status.getDescription();
    }
  }

  private List<String> shown(RunRow run) {
    return fixture
        .control()
        .getRun(GetRunRequest.newBuilder().setRunId(WriteIds.bytes(run.id())).build())
        .getRun()
        .getVerbsAllowedList();
  }

  private List<String> nodeShown(RunRow run) {
    return fixture
        .control()
        .getRun(GetRunRequest.newBuilder().setRunId(WriteIds.bytes(run.id())).build())
        .getNodesList()
        .stream()
        .filter(node -> node.getName().equals("a"))
        .findFirst()
        .orElseThrow()
        .getVerbsAllowedList();
  }

  /// What people did to the run through the service.
  private List<String> audited(ByteString run) {
    return fixture
        .control()
        .listAudit(ListAuditRequest.newBuilder().setRunId(run).build())
        .getEntriesList()
        .stream()
        .filter(entry -> entry.getPrincipal().equals("home"))
        .map(entry -> {
          assertThat(entry.getWhy()).isEqualTo("a test");
          return entry.getVerb();
        })
        .toList();
  }
}
