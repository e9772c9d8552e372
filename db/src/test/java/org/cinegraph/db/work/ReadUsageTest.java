package org.cinegraph.db.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.work.ReadUsage.By;
import org.cinegraph.db.work.ReadUsage.Sum;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.graph.plan.ModelPackage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadUsageTest {
  private static final String ONE = "graph: one\nnodes:\n  a: {type: no-op, with: {salt: %s}}\n";

  private final RunFixture fixture = new RunFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void everyAttemptCountsForItsRunItsTypeAndItsDevice() {
    RunRow small = begin("small");
    cost(new Seconds(0, 0, 1, 0));
    RunRow large = begin("large");
    fail(new Seconds(0.5, 2, 3, 0));
    cost(new Seconds(0, 0, 4, 0.5));

    assertThat(read(By.RUN))
        .containsExactly(
            new Sum(large.id().toString(), 2, new Seconds(0.5, 2, 7, 0.5)),
            new Sum(small.id().toString(), 1, new Seconds(0, 0, 1, 0)));
    assertThat(read(By.TYPE)).containsExactly(new Sum("no-op", 3, new Seconds(0.5, 2, 8, 0.5)));
    assertThat(read(By.DEVICE)).extracting(Sum::of).containsExactly("processor");
  }

  @Test
  void anAttemptWithTwoModelsCountsForBothAndOneWithoutForNone() {
    begin("models");
    Granted granted = fixture.grantAll().getFirst();
    give(granted, "toybox", "other");
    done(granted, new Seconds(0, 2, 3, 0));
    begin("plain");
    cost(new Seconds(0, 0, 1, 0));

    assertThat(read(By.MODEL))
        .containsExactly(
            new Sum("other", 1, new Seconds(0, 2, 3, 0)),
            new Sum("toybox", 1, new Seconds(0, 2, 3, 0)),
            new Sum("", 1, new Seconds(0, 0, 1, 0)));
  }

  @Test
  void whatEndedBeforeIsLeftOut() {
    begin("old");
    cost(new Seconds(0, 0, 1, 0));
    Instant later = Instant.now().plus(Duration.ofHours(1));

    ReadUsage usage = new ReadUsage(fixture.database());
    assertThat(usage.read(RunFixture.TENANT, By.RUN, Optional.of(later), 10)).isEmpty();
    assertThat(
            usage.read(
                RunFixture.TENANT, By.RUN, Optional.of(later.minus(Duration.ofHours(2))), 10))
        .hasSize(1);
  }

  private RunRow begin(String salt) {
    RunRow run = fixture.plan(ONE.formatted(salt), 500);
    fixture.takeIn(run, 0);
    return run;
  }

  private void cost(Seconds seconds) {
    Granted granted = fixture.grantAll().getFirst();
    done(granted, seconds);
  }

  private void done(Granted granted, Seconds seconds) {
    fixture.report(
        new Report.Done(
            fixture.lease(granted), fixture.done(granted).outputs(), seconds, "", false));
  }

  private void fail(Seconds seconds) {
    fixture.report(
        new Report.Failed(
            fixture.lease(fixture.grantAll().getFirst()),
            new Failure("hiccup", FailureCategory.TRANSIENT, "It may pass"),
            seconds,
            ""));
  }

  private void give(Granted granted, String... models) {
    SequencedMap<String, ModelPackage> packages = new LinkedHashMap<>();
    for (String name : models) {
      packages.put(name, new ModelPackage(name, Digest.of(name)));
    }
    WorkRequest request = granted.request();
    String written =
        WorkRequestJson.write(
            new WorkRequest(
                request.parameters(),
                request.inputs(),
                packages,
                request.demand(),
                request.timeout(),
                request.attemptsAllowed()));
    fixture
        .database()
        .run(
            sql -> sql.update("UPDATE work SET request = ? WHERE id = ?", written, granted.work()));
  }

  private List<Sum> read(By by) {
    return new ReadUsage(fixture.database()).read(RunFixture.TENANT, by, Optional.empty(), 10);
  }
}
