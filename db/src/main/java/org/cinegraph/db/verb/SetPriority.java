package org.cinegraph.db.verb;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.cinegraph.db.Channel;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.RunTally;

/// Lets a run go before or behind others. What is leased already stays so.
public final class SetPriority {
  private final VerbOnRun verbs;
  private final Plans plans;

  public SetPriority(Database database, Plans plans) {
    this.verbs = new VerbOnRun(database);
    this.plans = plans;
  }

  /// @throws VerbRefused the run has ended or ends
  public Changed set(Asking asking, UUID run, int priority) {
    return verbs.perform(
        asking,
        run,
        Verb.PRIORITY,
        (sql, row) -> row.priority() == priority ? List.of() : change(sql, asking, row, priority));
  }

  private List<String> change(Sql sql, Asking asking, RunRow run, int priority)
      throws SQLException {
    sql.update(
        "UPDATE run SET priority = ? WHERE tenant_id = ? AND id = ?",
        priority,
        run.tenant(),
        run.id());
    int works = reorder(sql, run);
    RunTally tally = new RunTally();
    tally.event(
        run.tenant(),
        run.id(),
        "run-priority",
        asking.event().integer("priority", priority).fields());
    tally.write(sql);
    List<String> changed = new ArrayList<>();
    changed.add("Run %s has priority %d, before: %d".formatted(run.id(), priority, run.priority()));
    if (works > 0) {
      changed.add("Nodes that have another place in the queue: %d".formatted(works));
    }
    return changed;
  }

  /// Each work that a node of the run waits for gets the highest priority of its waiters again.
  ///
  /// @return how many changed
  private int reorder(Sql sql, RunRow run) throws SQLException {
    SequencedMap<UUID, Integer> highest = new TreeMap<>();
    for (Waiter waiter : waiters(sql, run)) {
      int ofNode = plans.of(sql, run.tenant(), waiter.run()).nodes().get(waiter.node()).priority();
      highest.merge(waiter.work(), waiter.runPriority() + ofNode, Math::max);
    }
    if (highest.isEmpty()) {
      return 0;
    }
    int changed =
        sql.update(
            """
            UPDATE work w SET priority = q.priority
            FROM unnest(?::uuid[], ?::integer[]) AS q (id, priority)
            WHERE w.tenant_id = ? AND w.id = q.id AND w.state = 'queued'
              AND w.priority <> q.priority
            """,
            List.copyOf(highest.keySet()),
            List.copyOf(highest.values()),
            run.tenant());
    if (changed > 0) {
      Channel.WORK.notify(sql, "");
    }
    return changed;
  }

  /// Of every run that waits for a work which the run waits for.
  private static List<Waiter> waiters(Sql sql, RunRow run) throws SQLException {
    return sql.rows(
        """
        SELECT n.work_id, n.run_id, n.node, r.priority FROM node_run own
        JOIN node_run n ON n.tenant_id = own.tenant_id AND n.work_id = own.work_id
          AND n.state = 'waiting'
        JOIN run r ON r.tenant_id = n.tenant_id AND r.id = n.run_id
        WHERE own.tenant_id = ? AND own.run_id = ? AND own.state = 'waiting'
        """,
        row ->
            new Waiter(
                row.id("work_id"), row.id("run_id"), row.integer("node"), row.integer("priority")),
        run.tenant(),
        run.id());
  }

  private record Waiter(UUID work, UUID run, int node, int runPriority) {}
}
