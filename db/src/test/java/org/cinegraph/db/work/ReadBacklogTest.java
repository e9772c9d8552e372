package org.cinegraph.db.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.work.ReadBacklog.Backlog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadBacklogTest {
  private static final String TWO =
      "graph: two\nnodes:\n  a: {type: no-op, with: {salt: one}}\n  b: {type: no-op, with: {salt: two}}\n";

  private final RunFixture fixture = new RunFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void itFollowsWorksFromTheQueueToTheOutbox() {
    assertThat(read()).isEqualTo(new Backlog(0, 0, 0, 0, 0, 0));
    RunRow run = fixture.plan(TWO, 500);
    fixture.takeIn(run, 0);
    assertThat(read()).isEqualTo(new Backlog(1, 0, 0, 0, 0, 1));
    fixture.pause(run);
    assertThat(read()).isEqualTo(new Backlog(0, 1, 0, 0, 0, 1));
  }

  @Test
  void whatTemporalHasNotBeenToldHasAnAge() {
    RunRow run = fixture.plan(TWO, 500);
    fixture.takeIn(run, 0);
    fixture.takeIn(run, 1);
    Granted granted = fixture.grantAll().getFirst();
    assertThat(read().leased()).isEqualTo(2);
    fixture.report(fixture.done(granted));

    Backlog backlog = read();
    assertThat(backlog.leased()).isEqualTo(1);
    assertThat(backlog.untold()).isEqualTo(1);
    assertThat(backlog.untoldSeconds()).isGreaterThan(0).isLessThan(60);
  }

  private Backlog read() {
    return new ReadBacklog(fixture.database()).read();
  }
}
