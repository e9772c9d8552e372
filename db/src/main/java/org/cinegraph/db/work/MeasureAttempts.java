package org.cinegraph.db.work;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.graph.estimate.History;
import org.cinegraph.graph.estimate.Measured;
import org.cinegraph.graph.estimate.Span;

/// What attempts took that made a result, by node type and model packages. Only the newest of a
/// type are looked at: machines, programs and drivers change.
public final class MeasureAttempts {
  /// Rows of usage, of which an attempt has up to four.
  private static final int MOST_ROWS_OF_TYPE = 800;

  private static final String NEWEST =
      """
      SELECT type, models, count(*) AS attempts,
        percentile_cont(0.25) WITHIN GROUP (ORDER BY seconds) AS low,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS median,
        percentile_cont(0.75) WITHIN GROUP (ORDER BY seconds) AS high,
        coalesce(max(device), 0) AS device, coalesce(max(host), 0) AS host
      FROM (
        SELECT t.type, u.models, sum(u.seconds) AS seconds,
          max((w.request::json -> 'demand' ->> 'deviceMemoryBytes')::bigint)
            FILTER (WHERE w.request LIKE '%"ran_out_at":%') AS device,
          max((w.request::json -> 'demand' ->> 'hostMemoryBytes')::bigint)
            FILTER (WHERE w.request LIKE '%"ran_out_at":%') AS host
        FROM unnest(?::text[]) AS t (type)
        CROSS JOIN LATERAL (
          SELECT work_id, fence, ARRAY(SELECT unnest(models) ORDER BY 1) AS models, seconds
          FROM usage WHERE tenant_id = ? AND type = t.type
          ORDER BY at DESC, work_id, fence LIMIT ?) AS u
        JOIN attempt a ON a.tenant_id = ? AND a.work_id = u.work_id AND a.fence = u.fence
        JOIN work w ON w.tenant_id = ? AND w.id = u.work_id
        WHERE a.outcome = 'done'
        GROUP BY t.type, u.models, u.work_id, u.fence) AS attempts
      GROUP BY type, models ORDER BY type, models
      """;

  private final Database database;

  public MeasureAttempts(Database database) {
    this.database = database;
  }

  public History of(UUID tenant, SortedSet<String> types) {
    if (types.isEmpty()) {
      return History.NOTHING;
    }
    return new History(
        database.read(sql ->
            sql.rows(
                NEWEST,
                row ->
                    new Measured(
                        row.text("type"),
                        new TreeSet<>(row.texts("models")),
                        row.integer("attempts"),
                        new Span(row.real("low"), row.real("median"), row.real("high")),
                        row.number("device"),
                        row.number("host")),
                List.copyOf(types),
                tenant,
                MOST_ROWS_OF_TYPE,
                tenant,
                tenant)));
  }
}
