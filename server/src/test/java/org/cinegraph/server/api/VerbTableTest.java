package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.verb.Situation;
import org.cinegraph.db.verb.Verb;
import org.cinegraph.db.verb.VerbTable;
import org.cinegraph.proto.FailureMetadata;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.KillRunRequest;
import org.cinegraph.proto.v1.ListAuditRequest;
import org.cinegraph.proto.v1.PauseRunRequest;
import org.cinegraph.proto.v1.ResumeRunRequest;
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
    calls.put(
        Verb.STOP,
        run ->
            fixture
                .control()
                .stopRun(StopRunRequest.newBuilder().setRunId(run).setWhy("a test").build())
                .getChangedList());
    calls.put(
        Verb.KILL,
        run ->
            fixture
                .control()
                .killRun(KillRunRequest.newBuilder().setRunId(run).setWhy("a test").build())
                .getChangedList());
    calls.put(
        Verb.PAUSE,
        run ->
            fixture
                .control()
                .pauseRun(PauseRunRequest.newBuilder().setRunId(run).setWhy("a test").build())
                .getChangedList());
    calls.put(
        Verb.RESUME,
        run ->
            fixture
                .control()
                .resumeRun(ResumeRunRequest.newBuilder().setRunId(run).setWhy("a test").build())
                .getChangedList());
    return calls;
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
            tryOut(run, situation, verb, call);
          }
        });
  }

  private void tryOut(
      RunRow run, Situation situation, Verb verb, Function<ByteString, List<String>> call) {
    String tried = "%s of a run that %s".formatted(verb, situation.words());
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
                "FAILED_PRECONDITION verb-not-allowed Run %s %s: %s is not allowed; "
                    .formatted(run.id(), situation.words(), verb.written()));
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
