package org.cinegraph.db.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.Sql;
import org.cinegraph.db.verb.SetPriority;
import org.cinegraph.db.work.WorkQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Postgres knows nothing of the tables of a new home, and each connection keeps the plan that it
/// made then.
class NewTenantTest {
  private static final int NODES = 60;

  /// Those of which Postgres sees by the size of the tables that there are many.
  private static final int MANY = 1_500;

  private final RunFixture fixture = new RunFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aLookAtTheNodesOfARunReadsTheWorkOfEachNodeOnce() {
    RunRow run = fixture.plan(fan(NODES), NODES);
    IntStream.range(0, NODES).forEach(node -> fixture.takeIn(run, node));
    fixture.grantAll();

    long fetched =
        fixture
            .database()
            .transaction(sql -> {
              long before = fetched(sql);
              assertThat(NodeRuns.list(sql, run.tenant(), run.id()))
                  .hasSize(NODES)
                  .allMatch(node -> node.worker().isPresent());
              return fetched(sql) - before;
            });

    assertThat(fetched).isEqualTo(3L * NODES);
  }

  @Test
  void theFirstOfALongQueueAreReadWithoutTheRest() {
    RunRow run = fixture.plan(fan(NODES), NODES);
    IntStream.range(0, NODES).forEach(node -> fixture.takeIn(run, node));
    WorkQueue queue = new WorkQueue(fixture.database());
    WorkQueue.Kind kind =
        new WorkQueue.Kind(RunFixture.NO_OP.type(), RunFixture.NO_OP.version(), RunFixture.PROGRAM);
    long before = worksFetched();

    assertThat(queue.waiting(5)).hasSize(5);
    assertThat(queue.ready(List.of(kind), 5)).hasSize(5);

    // The step to the only run comes with the works themselves.
    assertThat(worksFetched() - before).isEqualTo(11);
  }

  @Test
  void aVerbOnALongRunReadsEachNodeAFewTimesOncePostgresHasLookedAtTheTables() {
    SetPriority priority = new SetPriority(fixture.database(), fixture.plans());
    for (int nodes : List.of(2, MANY)) {
      RunRow run = fixture.plan(fan(nodes), nodes);
      IntStream.range(0, nodes).forEach(node -> fixture.takeIn(run, node));
      fixture.database().transaction(sql -> sql.update("ANALYZE"));
      long before = fetched();

      priority.set(fixture.asking(), run.id(), 10);
      fixture.pause(run);
      fixture.stop(run, false);

      assertThat((fetched() - before) / nodes)
          .as("rows for each of %d nodes", nodes)
          .isLessThan(60);
    }
  }

  private long fetched() {
    worksFetched();
    return fixture
        .database()
        .transaction(sql ->
            sql.row(
                "SELECT sum(idx_tup_fetch)::bigint AS fetched FROM pg_stat_user_tables",
                row -> row.number("fetched")))
        .orElseThrow();
  }

  /// By the statements that ended before this one, all on the one connection that a thread gets
  /// again and again.
  private long worksFetched() {
    fixture
        .database()
        .transaction(sql ->
            sql.row("SELECT pg_stat_force_next_flush()::text AS done", row -> row.text("done")));
    return fixture
        .database()
        .transaction(sql ->
            sql.row(
                "SELECT idx_tup_fetch FROM pg_stat_user_tables WHERE relname = 'work'",
                row -> row.number("idx_tup_fetch")))
        .orElseThrow();
  }

  private static long fetched(Sql sql) throws SQLException {
    return sql.row(
            """
            SELECT sum(idx_tup_fetch)::bigint AS fetched FROM pg_stat_xact_user_tables
            WHERE relname IN ('work', 'attempt', 'worker')
            """,
            row -> row.number("fetched"))
        .orElseThrow();
  }

  private static String fan(int nodes) {
    return IntStream.range(0, nodes)
        .mapToObj("  n%1$d: {type: no-op, with: {salt: \"%1$d\"}}\n"::formatted)
        .collect(Collectors.joining("", "graph: fan\nnodes:\n", ""));
  }
}
