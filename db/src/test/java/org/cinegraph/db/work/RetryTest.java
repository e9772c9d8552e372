package org.cinegraph.db.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.Events;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.RunState;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final String ONE = "graph: one\nnodes:\n  a: {type: no-op, with: {salt: one}}\n";
  private static final Failure HICCUP =
      new Failure("hiccup", FailureCategory.TRANSIENT, "It may pass");
  private static final Failure MEMORY =
      new Failure("out-of-memory", FailureCategory.RESOURCE, "It needs more memory");

  private final RunFixture fixture = new RunFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void anAttemptThatRanOutOfMemoryRaisesTheDemandByHalfAndTellsIt() {
    RunRow run = begin(ONE);
    long before = fail(MEMORY);
    long after = grant().request().demand().hostMemoryBytes();

    assertThat(before).isZero();
    assertThat(after).isEqualTo(RaiseDemand.LEAST_BYTES * 3 / 2);
    assertThat(retries(run)).singleElement().asString().contains("raised_demand", "402653184");
  }

  @Test
  void whatCouldNotBeHadAtOnceIsAskedForAtOnce() {
    Demand demand = new Demand(Demand.DeviceClass.ANY, 0, 400, true);
    Shortage shortage = new Shortage(5_000, 0);
    RaiseDemand.Worker large = new RaiseDemand.Worker(9_000, 0);
    RaiseDemand.Worker small = new RaiseDemand.Worker(900, 0);

    assertThat(RaiseDemand.raised(demand, shortage, List.of(small, large)).hostMemoryBytes())
        .isEqualTo(5_000);
    assertThat(RaiseDemand.raised(demand, shortage, List.of(small)).hostMemoryBytes())
        .isEqualTo(900);
    assertThat(RaiseDemand.raised(demand, new Shortage(500, 0), List.of(large)).hostMemoryBytes())
        .isEqualTo(600);
    Demand both = new Demand(Demand.DeviceClass.ANY, 400, 100, true);
    Demand most = RaiseDemand.raised(both, shortage, List.of(small));
    assertThat(most.hostMemoryBytes() + most.deviceMemoryBytes()).isBetween(898L, 900L);
    Shortage absurd = new Shortage(Long.MAX_VALUE, Long.MAX_VALUE);
    assertThat(RaiseDemand.raised(demand, absurd, List.of()).hostMemoryBytes()).isEqualTo(400);
  }

  @Test
  void theNextAttemptHasWhatTheFirstCouldNotHave() {
    begin(ONE);
    Granted granted = grant();
    fixture.report(
        new Report.Failed(
            fixture.lease(granted), MEMORY, Seconds.NONE, "", new Shortage(600L << 20, 0)));

    assertThat(grant().request().demand().hostMemoryBytes()).isEqualTo(600L << 20);
  }

  @Test
  void itFailsWithThatReasonAfterAsManyAttemptsAsTheGraphAllows() {
    RunRow run = begin(ONE);
    long first = fail(MEMORY);
    long second = fail(MEMORY);
    long third = fail(MEMORY);

    assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
    assertThat(fixture.find(run).state()).isEqualTo(RunState.FAILED);
    assertThat(fixture.find(run).failure().orElseThrow().message())
        .isEqualTo("Node a: It needs more memory");
  }

  @Test
  void noDemandIsRaisedBeyondTheLargestWorker() {
    Demand demand = new Demand(Demand.DeviceClass.ANY, 400, 400, true);
    RaiseDemand.Worker small = new RaiseDemand.Worker(900, 0);
    RaiseDemand.Worker gpu = new RaiseDemand.Worker(500, 700);

    assertThat(RaiseDemand.raised(demand, Shortage.UNKNOWN, List.of(small)).hostMemoryBytes())
        .isEqualTo(450);
    assertThat(
            RaiseDemand.raised(demand, Shortage.UNKNOWN, List.of(small, gpu)).deviceMemoryBytes())
        .isEqualTo(500);
    assertThat(
            RaiseDemand.raised(demand, Shortage.UNKNOWN, List.of(new RaiseDemand.Worker(5_000, 0))))
        .isEqualTo(new Demand(Demand.DeviceClass.ANY, 600, 600, true));
    assertThat(RaiseDemand.raised(demand, Shortage.UNKNOWN, List.of())).isEqualTo(demand);
  }

  @Test
  void lostWorkersAreNoFailuresOfTheWork() {
    RunRow run = begin(ONE);
    for (int i = 0; i < 2; i++) {
      fixture.report(new Report.Lost(fixture.lease(grant()), true));
    }
    fail(HICCUP);
    fail(HICCUP);

    assertThat(fixture.find(run).state()).isEqualTo(RunState.RUNNING);
    fail(HICCUP);
    assertThat(fixture.find(run).state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void aRunThatHasUsedUpItsRetriesFailsAtTheNextAndSaysSo() {
    RunRow run = begin(ONE);
    retriesSoFar(run, EndAttempt.RETRIES_PER_RUN - 1);
    fail(HICCUP);
    assertThat(fixture.find(run).state()).isEqualTo(RunState.RUNNING);

    fail(HICCUP);

    assertThat(fixture.find(run).failure().orElseThrow().code()).isEqualTo("retries-exhausted");
    assertThat(fixture.find(run).failure().orElseThrow().message())
        .isEqualTo("Node a: It may pass; the run has used up its 100 retries");
  }

  @Test
  void aRunWithoutRetriesEndsAndTheOneThatSharesItsWorkGoesOn() {
    RunRow spent = begin(ONE);
    RunRow other = begin(ONE);
    retriesSoFar(spent, EndAttempt.RETRIES_PER_RUN);

    fail(HICCUP);

    assertThat(fixture.find(spent).state()).isEqualTo(RunState.FAILED);
    assertThat(fixture.find(other).state()).isEqualTo(RunState.RUNNING);
    fixture.report(fixture.done(grant()));
    assertThat(fixture.find(other).state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void aRunWithoutRetriesStillOutlivesALostWorker() {
    RunRow run = begin(ONE);
    retriesSoFar(run, EndAttempt.RETRIES_PER_RUN);

    fixture.report(new Report.Lost(fixture.lease(grant()), true));
    fixture.report(fixture.done(grant()));

    assertThat(fixture.find(run).state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void whatFailedTogetherIsNotTriedAgainTogether() {
    for (String salt : List.of("one", "two", "three", "four")) {
      fixture.takeIn(fixture.plan(ONE.replace("salt: one", "salt: " + salt), 500), 0);
    }
    CommitReports reports = new CommitReports(fixture.database(), fixture.plans(), new Random(7));
    reports.commit(
        fixture.grantAll().stream()
            .<Report>map(
                granted -> new Report.Failed(fixture.lease(granted), HICCUP, Seconds.NONE, ""))
            .toList());

    List<Long> waits = fixture.waiting().stream().map(work -> work.notBefore().toMillis()).toList();
    assertThat(waits).doesNotHaveDuplicates().allMatch(wait -> wait > 300 && wait < 1_500);
  }

  private RunRow begin(String yaml) {
    RunRow run = fixture.plan(yaml, 500);
    fixture.takeIn(run, 0);
    return run;
  }

  private Granted grant() {
    return fixture.grantAll().getFirst();
  }

  /// @return the memory that the attempt was given
  private long fail(Failure failure) {
    Granted granted = grant();
    fixture.report(new Report.Failed(fixture.lease(granted), failure, Seconds.NONE, ""));
    return granted.request().demand().hostMemoryBytes();
  }

  private void retriesSoFar(RunRow run, int retries) {
    fixture
        .database()
        .run(sql -> sql.update("UPDATE run SET retries = ? WHERE id = ?", retries, run.id()));
  }

  private List<String> retries(RunRow run) {
    return new Events(fixture.database())
        .from(RunFixture.TENANT, run.id(), 1, 100).stream()
            .filter(event -> event.type().equals("node-retrying"))
            .map(Events.StoredEvent::body)
            .toList();
  }
}
