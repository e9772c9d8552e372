package org.cinegraph.db.work;

import java.sql.SQLException;
import org.cinegraph.db.Sql;
import org.cinegraph.graph.plan.ModelPackage;

/// What attempts cost, by phase, booked to the run that asked first.
final class Usage {
  private Usage() {}

  static void add(Sql sql, OpenAttempt attempt, Seconds seconds) throws SQLException {
    sql.update(
        """
        INSERT INTO usage (tenant_id, run_id, work_id, fence, type, models, device, phase, seconds)
        SELECT ?, ?, ?, ?, ?, ?::text[], coalesce(
            (SELECT name FROM device WHERE worker_id = ? ORDER BY ordinal LIMIT 1), ''),
          phase, seconds
        FROM (VALUES ('fetch', ?), ('load', ?), ('run', ?), ('store', ?)) AS p (phase, seconds)
        WHERE seconds > 0
        """,
        attempt.tenant(),
        attempt.bookedRun(),
        attempt.work(),
        attempt.fence(),
        attempt.type(),
        attempt.request().models().values().stream().map(ModelPackage::name).distinct().toList(),
        attempt.worker(),
        seconds.fetch(),
        seconds.load(),
        seconds.run(),
        seconds.store());
  }
}
