package org.cinegraph.db.transition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.Events;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.RunTally;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.graph.value.FieldWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransitionsTest {
  private static final String ONE = "graph: one\nnodes:\n  a: {type: no-op, with: {salt: one}}\n";

  private final RunFixture fixture = new RunFixture();
  private final List<String> lines = new ArrayList<>();

  @BeforeEach
  void listen() {
    fixture.database().onTransition(transition -> lines.add(LogTransitions.line(transition)));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void theStoryOfARunIsFoundInTheLogByItsId() {
    RunRow run = fixture.plan(ONE, 500);
    fixture.takeIn(run, 0);
    Granted first = fixture.grantAll().getFirst();
    fixture.report(
        new Report.Failed(
            fixture.lease(first),
            new Failure("hiccup", FailureCategory.TRANSIENT, "The word \"secret\""),
            Seconds.NONE,
            ""));

    String lease = "work=%s fence=1 ".formatted(first.work());
    String holder = "worker=%s type=no-op attempt=1 run=%s".formatted(fixture.worker(), run.id());
    assertThat(lines)
        .anyMatch(line -> line.startsWith("event=run-submitted run=" + run.id() + " number=1"))
        .contains(
            "event=run-planned run=%s number=2 nodes=1 segments=1 memo_hits=0".formatted(run.id()),
            "event=node-started run=%s node=a number=3 work=%s worker_name=fixture attempt=1"
                .formatted(run.id(), first.work()),
            "lease=granted " + lease + holder,
            "lease=failed " + lease + holder + " code=hiccup category=transient")
        .anyMatch(
            line -> line.startsWith("event=node-retrying run=" + run.id() + " node=a number=4"))
        .noneMatch(line -> line.contains("secret"));
  }

  @Test
  void everyEventOfARunHasOneLineWithItsNumber() {
    RunRow run = fixture.plan(ONE, 500);
    fixture.takeIn(run, 0);
    fixture.report(fixture.done(fixture.grantAll().getFirst()));

    List<String> expected =
        new Events(fixture.database())
            .from(RunFixture.TENANT, run.id(), 1, 100).stream()
                .map(event -> event.number() + " " + event.type())
                .toList();
    assertThat(expected).hasSize(5).last().isEqualTo("5 run-succeeded");
    assertThat(
            lines.stream()
                .filter(line -> line.startsWith("event="))
                .map(line ->
                    line.replaceAll("event=(\\S+) run=\\S+( node=\\S+)? number=(\\d+).*", "$3 $1")))
        .isEqualTo(expected);
  }

  @Test
  void aReportOfALeaseThatIsOverHasALineOfItsOwn() {
    RunRow run = fixture.plan(ONE, 500);
    fixture.takeIn(run, 0);
    Granted granted = fixture.grantAll().getFirst();
    fixture.report(new Report.Lost(fixture.lease(granted), true));
    lines.clear();
    fixture.report(fixture.done(granted));

    assertThat(lines)
        .containsExactly("lease=stale work=%s fence=1 said=done".formatted(granted.work()));
  }

  @Test
  void whatIsRolledBackIsNotTold() {
    RunRow run = fixture.submit(ONE);
    lines.clear();
    assertThatThrownBy(() ->
            fixture
                .database()
                .run(sql -> {
                  RunTally tally = new RunTally();
                  tally.event(
                      RunFixture.TENANT, run.id(), "run-paused", new FieldWriter().fields());
                  tally.write(sql);
                  throw new IllegalStateException("a defect");
                }))
        .hasMessage("a defect");

    assertThat(lines).isEmpty();
  }

  @Test
  void whatAPersonWroteStaysOneValueOfOneLine() {
    Transition told =
        new Transition.RunChanged(
            UUID.randomUUID(),
            new UUID(0, 1),
            7,
            "run-stopping",
            Optional.empty(),
            new FieldWriter().text("why", "too long\nevent=\"run-failed\"").fields());

    assertThat(LogTransitions.line(told))
        .isEqualTo(
            "event=run-stopping run=00000000-0000-0000-0000-000000000001 number=7 why=\"too long\\nevent=\\\"run-failed\\\"\"");
  }
}
