package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.cinegraph.db.Channel;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;

/// Holds back the works that only paused runs wait for, and lets go of those that another run waits
/// for too. What computes for paused runs alone is told to stop at its next checkpoint; it is
/// handed back and waits.
///
/// A node that is taken in at the moment of the pause may miss it, so whoever looks at open runs
/// settles paused ones again.
public final class HoldWorks {
  private final Database database;

  public HoldWorks(Database database) {
    this.database = database;
  }

  public void settle(UUID tenant, UUID run) {
    database.run(sql -> settle(sql, tenant, run));
  }

  /// Looks at every open work that a node of the run is joined to.
  public static Held settle(Sql sql, UUID tenant, UUID run) throws SQLException {
    List<Settled> settled =
        sql.rows(
            """
            WITH open AS (
              SELECT w.tenant_id, w.id, w.paused, NOT EXISTS (
                  SELECT 1 FROM node_run n
                  JOIN run r ON r.tenant_id = n.tenant_id AND r.id = n.run_id
                  WHERE n.tenant_id = w.tenant_id AND n.work_id = w.id AND n.state = 'waiting'
                    AND NOT r.paused) AS hold
              FROM work w
              WHERE w.tenant_id = ? AND w.state IN ('queued', 'leased') AND w.id IN (
                SELECT work_id FROM node_run
                WHERE tenant_id = ? AND run_id = ? AND work_id IS NOT NULL)
              ORDER BY w.id FOR UPDATE OF w
            )
            UPDATE work w SET paused = open.hold,
              stop_requested = w.stop_requested OR (open.hold AND w.state = 'leased')
            FROM open WHERE w.tenant_id = open.tenant_id AND w.id = open.id
            RETURNING w.id, w.state = 'leased' AS leased, open.hold, open.paused AS held_before
            """,
            row ->
                new Settled(
                    row.id("id"), row.flag("leased"), row.flag("hold"), row.flag("held_before")),
            tenant,
            tenant,
            run);
    for (Settled work : settled) {
      if (work.leased() && work.hold()) {
        Channel.STOP.notify(sql, work.id().toString());
      }
    }
    if (settled.stream().anyMatch(work -> work.hold() != work.heldBefore())) {
      Channel.WORK.notify(sql, "");
    }
    return new Held(
        (int) settled.stream().filter(work -> work.hold() && !work.leased()).count(),
        (int) settled.stream().filter(work -> work.hold() && work.leased()).count(),
        (int) settled.stream().filter(work -> !work.hold()).count());
  }

  /// How many works wait, stop, and go on, for another run or because nothing is paused.
  public record Held(int waiting, int stopping, int goingOn) {}

  private record Settled(UUID id, boolean leased, boolean hold, boolean heldBefore) {}
}
