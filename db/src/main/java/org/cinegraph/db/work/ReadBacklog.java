package org.cinegraph.db.work;

import org.cinegraph.db.Database;

/// How much is open in Postgres, in figures, for those who watch a Cinegraph. One statement over
/// the indexes of what is open: its cost grows with that, not with what has ended.
public final class ReadBacklog {
  private final Database database;

  public ReadBacklog(Database database) {
    this.database = database;
  }

  /// @param queued works that wait, without those held
  /// @param held works that only paused runs wait for
  /// @param leased works that a worker has
  /// @param untold ends of nodes that Temporal does not know yet
  /// @param untoldSeconds the age of the oldest of them; 0 without any
  /// @param runs that have not ended
  public record Backlog(
      int queued, int held, int leased, int untold, double untoldSeconds, int runs) {}

  public Backlog read() {
    return database
        .read(sql ->
            sql.row(
                """
                SELECT w.queued, w.held, w.leased, o.untold, o.seconds, r.runs
                FROM (
                  SELECT count(*) FILTER (WHERE state = 'queued' AND NOT paused) AS queued,
                    count(*) FILTER (WHERE state = 'queued' AND paused) AS held,
                    count(*) FILTER (WHERE state = 'leased') AS leased
                  FROM work WHERE state IN ('queued', 'leased')
                ) w, (
                  SELECT count(*) AS untold,
                    greatest(0, coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0))
                      ::double precision AS seconds
                  FROM outbox
                ) o, (
                  SELECT count(*) AS runs FROM run
                  WHERE state IN ('submitted', 'running', 'stopping')
                ) r
                """,
                row ->
                    new Backlog(
                        row.integer("queued"),
                        row.integer("held"),
                        row.integer("leased"),
                        row.integer("untold"),
                        row.real("seconds"),
                        row.integer("runs"))))
        .orElseThrow();
  }
}
