package org.cinegraph.activities;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.cinegraph.db.Notifications;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.graph.Graphs;
import org.cinegraph.db.run.ApprovalRow;
import org.cinegraph.db.run.Approvals;
import org.cinegraph.db.run.Events;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.verb.AnswerApproval;
import org.cinegraph.db.verb.Asking;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.graph.digest.CanonicalGraph;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.ParseGraph;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.PortValueJson;
import org.cinegraph.graph.value.UnreadableJsonException;
import org.cinegraph.graph.value.Value;
import org.cinegraph.workflows.server.TemporalNamespace;
import org.cinegraph.workflows.server.TemporalServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What becomes of each construct of the language: a document, the plan of a run of it, and the
/// events of that run on a real Postgres and a real Temporal. Each document in `constructs` has a
/// file with `.txt` behind its name. To write them anew, run with `-Dgoldens=write` and read the
/// difference.
///
/// A `no-op` makes the JSON that its salt is, and fails if that is `fail`. A question with a
/// deadline is left to it; one of a graph that is called so is rejected, another one accepted with
/// an edit.
class ConstructsGoldenTest {
  private static final Path FOLDER =
      Path.of("src/test/resources/org/cinegraph/activities/constructs");

  @TempDir static Path folder;
  private static TemporalServerProcess server;
  private static Temporal temporal;

  private RunFixture fixture;
  private Notifications notifications;
  private DriveRuns drive;

  static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @BeforeAll
  static void startTemporal() {
    server = TemporalServerProcess.start(folder);
    temporal = Temporal.connect(server.address(), TemporalNamespace.NAME);
  }

  @AfterAll
  static void stopTemporal() {
    temporal.close();
    server.close();
  }

  @BeforeEach
  void start() throws IOException {
    fixture = new RunFixture();
    notifications = Notifications.start(fixture.database());
    drive =
        DriveRuns.start(
            temporal,
            fixture.database(),
            fixture.plans(),
            notifications,
            _ -> true,
            InstantSource.system());
    store(Files.readString(FOLDER.resolveSibling("part.yaml")));
  }

  @AfterEach
  void close() {
    drive.close();
    notifications.close();
    fixture.close();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void planAndEventsAreThoseOfTheGoldenFile(Path document) throws IOException {
    String found = String.join("\n", lines(Files.readString(document))) + "\n";
    Path golden = Path.of(document + ".txt");
    if ("write".equals(System.getProperty("goldens"))) {
      Files.writeString(golden, found);
    }
    assertThat(found).isEqualTo(Files.readString(golden));
  }

  private List<String> lines(String source) {
    RunRow run = fixture.submit(source);
    new StartRun(temporal).start(run.tenant(), run.id(), run.epoch());
    Patience.await(() -> fixture.find(run).plan().isPresent());
    Plan first = plan(run);
    Patience.await(() -> {
      fixture.grantAll().forEach(this::compute);
      answer(run);
      return fixture.find(run).state().ended();
    });
    Plan last = plan(run);
    Stream<String> grown =
        last.equals(first)
            ? Stream.empty()
            : Stream.concat(Stream.of("", "# plan, grown"), PlanLines.of(last).stream());
    List<String> events =
        EventLines.of(last, new Events(fixture.database()).from(run.tenant(), run.id(), 1, 10_000));
    return Stream.of(
            Stream.concat(Stream.of("# plan"), PlanLines.of(first).stream()),
            grown,
            Stream.concat(Stream.of("", "# events"), events.stream()),
            Stream.concat(Stream.of("", "# outputs"), outputs(fixture.find(run))))
        .flatMap(part -> part)
        .toList();
  }

  private static Stream<String> outputs(RunRow run) {
    SequencedMap<String, PortValue> outputs = run.outputs().orElseGet(LinkedHashMap::new);
    return outputs.entrySet().stream()
        .map(it -> it.getKey() + ": " + CanonicalJson.write(PortValueJson.write(it.getValue())));
  }

  private Plan plan(RunRow run) {
    return fixture.database().read(sql -> new Plans().of(sql, run.tenant(), run.id()));
  }

  private void compute(Granted granted) {
    SequencedMap<String, Value> parameters = granted.request().parameters().fields();
    if (parameters.get("times") instanceof Value times) {
      fixture.report(fixture.done(granted, "number", new PortValue.Inline(times)));
    } else if (parameters.get("salt") instanceof Value.Text(String salt) && salt.equals("fail")) {
      fixture.report(
          new Report.Failed(
              fixture.lease(granted),
              Failure.user("told-to", "It was told to."),
              Seconds.NONE,
              ""));
    } else {
      Value salt = parameters.getOrDefault("salt", new Value.Nothing());
      fixture.report(fixture.done(granted, new PortValue.Inline(made(salt))));
    }
  }

  private static Value made(Value salt) {
    try {
      return salt instanceof Value.Text(String text) ? CanonicalJson.parse(text) : salt;
    } catch (UnreadableJsonException _) {
      return salt;
    }
  }

  private void answer(RunRow run) {
    AnswerApproval answers = new AnswerApproval(fixture.database(), fixture.plans());
    Asking anna = new Asking(run.tenant(), "anna", "because");
    Optional<UUID> ofRun = Optional.of(run.id());
    for (ApprovalRow row :
        new Approvals(fixture.database())
            .list(run.tenant(), ofRun, Optional.empty(), false, 0, 10)) {
      if (row.deadline().isPresent()) {
        answers.timeOut(row, row.deadline().get());
      } else if (row.graph().endsWith("rejected")) {
        answers.reject(anna, run.id(), row.name());
      } else {
        SequencedMap<String, String> edits = new LinkedHashMap<>();
        edits.put("times", "3");
        answers.accept(anna, run.id(), row.name(), edits);
      }
    }
  }

  private void store(String source) {
    GraphDocument document =
        ParseGraph.parse(source.getBytes(StandardCharsets.UTF_8), "part.yaml")
            .document()
            .orElseThrow();
    CanonicalGraph canonical = CanonicalGraph.of(document);
    new Graphs(fixture.database())
        .store(
            RunFixture.TENANT,
            document.name(),
            canonical.version(),
            source.getBytes(StandardCharsets.UTF_8),
            canonical.json());
  }
}
