package org.cinegraph.db.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.run.RunGone;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.RunState;
import org.cinegraph.db.run.Runs;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeleteRunTest {
  private static final String SECRET = "a prompt that nobody is to read";
  private static final String GRAPH =
      "graph: one\nnodes:\n  a: {type: no-op, with: {salt: \"%s\"}}\n".formatted(SECRET);

  private final RunFixture fixture = new RunFixture();
  private final DeleteRun delete = new DeleteRun(fixture.database());

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void nothingThatSaysWhatTheRunWasAboutIsLeft() {
    RunRow run = computed();
    assertThat(tablesWith(SECRET)).contains("work", "attempt", "plan_part");

    assertThat(delete.delete(fixture.asking(), run.id()))
        .containsExactly(
            "Run %s is deleted: inputs, plan, events, nodes".formatted(run.id()),
            "Forgotten, since no other run uses them: results: 1, computations: 1");

    assertThat(new Runs(fixture.database()).find(RunFixture.TENANT, run.id())).isEmpty();
    assertThat(tablesWith(SECRET)).as("but in the graph itself").containsExactly("graph_version");
    assertThat(count("artifact_reference")).as("the bytes may go").isZero();
    assertThat(count("usage")).as("what it cost stays known").isEqualTo(1);
  }

  @Test
  void whatAnotherRunUsesStays() {
    RunRow run = computed();
    RunRow other = fixture.plan(GRAPH, 500);
    assertThat(other.memoHits()).isEqualTo(1);

    assertThat(delete.delete(fixture.asking(), run.id())).hasSize(1);

    assertThat(fixture.plan(GRAPH, 500).memoHits()).isEqualTo(1);
    assertThat(fixture.find(other).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(count("memo")).isEqualTo(1);
  }

  @Test
  void aWorkThatAnotherRunWaitsForGoesOnWithoutTheRunThatAskedFirst() {
    RunRow run = fixture.plan(GRAPH, 500);
    RunRow other = fixture.plan(GRAPH, 500);
    fixture.takeIn(run, 0);
    fixture.takeIn(other, 0);
    Granted granted = fixture.grantAll().getFirst();
    fixture.stop(run, true);
    delete.delete(fixture.asking(), run.id());
    fixture.report(done(granted));
    assertThat(fixture.find(other).state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void whatWasUploadedForItGoesUnlessAnotherRunTakesItToo() {
    ArtifactReference upload = new ArtifactReference(Digest.of("clip"), 4, "video/mp4", List.of());
    new Artifacts(fixture.database(), _ -> true).upload(RunFixture.TENANT, upload);
    RunRow run = computed();
    RunRow other = fixture.plan(GRAPH, 500);
    for (RunRow each : List.of(run, other)) {
      fixture
          .database()
          .run(sql ->
              Artifacts.refer(
                  sql, RunFixture.TENANT, List.of(upload.digest()), "run", each.id().toString()));
    }
    delete.delete(fixture.asking(), run.id());
    assertThat(uploads()).isEqualTo(1);
    delete.delete(fixture.asking(), other.id());
    assertThat(uploads()).isZero();
  }

  @Test
  void askingTwiceDeletesOnceAndIsNoMistake() {
    RunRow run = computed();
    delete.delete(fixture.asking(), run.id());
    assertThat(delete.delete(fixture.asking(), run.id())).isEmpty();
    assertThat(
            new Audit(fixture.database())
                .list(RunFixture.TENANT, Optional.of(run.id()), Long.MAX_VALUE, 10))
        .hasSize(1);
    assertThatThrownBy(() -> delete.delete(fixture.asking(), UUID.randomUUID()))
        .isInstanceOf(RunUnknown.class);
  }

  @Test
  void aWorkflowThatIsStillOpenHearsThatTheRunIsGone() {
    RunRow run = computed();
    delete.delete(fixture.asking(), run.id());
    assertThatThrownBy(() -> fixture.takeIn(run, 0)).isInstanceOf(RunGone.class);
  }

  private RunRow computed() {
    RunRow run = fixture.plan(GRAPH, 500);
    fixture.takeIn(run, 0);
    fixture.report(done(fixture.grantAll().getFirst()));
    return fixture.find(run);
  }

  private Report.Done done(Granted granted) {
    Report.Done plain =
        fixture.done(granted, new PortValue.Artifact(fixture.stored(granted, SECRET)));
    return new Report.Done(
        plain.lease(), plain.outputs(), new Seconds(0, 0, 2, 0), SECRET, plain.equivalent());
  }

  /// The tables that hold the text, in whatever column.
  private List<String> tablesWith(String text) {
    return List.of(
            "run",
            "node_run",
            "event",
            "work",
            "attempt",
            "plan",
            "plan_part",
            "memo",
            "graph_version")
        .stream()
        .filter(table ->
            fixture
                .database()
                .transaction(sql ->
                    sql.row(
                            "SELECT count(*) AS found FROM %s t WHERE t::text LIKE ?"
                                .formatted(table),
                            row -> row.integer("found") > 0,
                            "%" + text + "%")
                        .orElseThrow()))
        .toList();
  }

  private int uploads() {
    return fixture
        .database()
        .transaction(sql ->
            sql.row(
                    "SELECT count(*) AS rows FROM artifact_reference WHERE holder_kind = 'upload'",
                    row -> row.integer("rows"))
                .orElseThrow());
  }

  private int count(String table) {
    return fixture
        .database()
        .transaction(sql ->
            sql.row("SELECT count(*) AS rows FROM " + table, row -> row.integer("rows"))
                .orElseThrow());
  }
}
