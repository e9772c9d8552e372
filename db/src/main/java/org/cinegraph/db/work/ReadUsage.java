package org.cinegraph.db.work;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Database;

/// What attempts cost, added up. An attempt is booked to the run that asked for its work first; a
/// run that was deleted still has its sum.
public final class ReadUsage {
  /// What is added up. By model, an attempt that was given two counts in full for both, and one
  /// without any for the empty name.
  public enum By {
    RUN("u.run_id::text"),
    TYPE("u.type"),
    MODEL("coalesce(m.name, '')"),
    DEVICE("u.device");

    private final String column;

    By(String column) {
      this.column = column;
    }
  }

  private final Database database;

  public ReadUsage(Database database) {
    this.database = database;
  }

  /// @param of the id of a run, or a name
  public record Sum(String of, int attempts, Seconds seconds) {}

  /// The largest first.
  ///
  /// @param since attempts that ended before are left out
  public List<Sum> read(UUID tenant, By by, Optional<Instant> since, int limit) {
    return database.read(sql ->
        sql.rows(
            """
            SELECT %s AS of, count(DISTINCT (u.work_id, u.fence)) AS attempts,
              coalesce(sum(u.seconds) FILTER (WHERE u.phase = 'fetch'), 0) AS fetch,
              coalesce(sum(u.seconds) FILTER (WHERE u.phase = 'load'), 0) AS load,
              coalesce(sum(u.seconds) FILTER (WHERE u.phase = 'run'), 0) AS run,
              coalesce(sum(u.seconds) FILTER (WHERE u.phase = 'store'), 0) AS store
            FROM usage u %s
            WHERE u.tenant_id = ? AND u.at >= to_timestamp(?)
            GROUP BY 1 ORDER BY sum(u.seconds) DESC, 1 LIMIT ?
            """
                .formatted(
                    by.column,
                    by == By.MODEL ? "LEFT JOIN LATERAL unnest(u.models) AS m (name) ON true" : ""),
            row ->
                new Sum(
                    row.text("of"),
                    row.integer("attempts"),
                    new Seconds(
                        row.real("fetch"), row.real("load"), row.real("run"), row.real("store"))),
            tenant,
            since.map(time -> time.toEpochMilli() / 1_000.0).orElse(0.0),
            limit));
  }
}
