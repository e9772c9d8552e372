package org.cinegraph.db.work;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.cinegraph.db.Sql;
import org.cinegraph.graph.digest.Digest;

/// Deletes computations that a deleted run alone had asked for, with their requests and logs.
public final class ForgetWorks {
  private ForgetWorks() {}

  /// After the memo entries of the keys and the nodes of the run. What is open, what a node is
  /// joined to and what made a result that is remembered stays.
  ///
  /// @param keys memo keys that nobody else has
  /// @return how many
  public static int forget(Sql sql, UUID tenant, UUID run, List<Digest> keys) throws SQLException {
    List<UUID> works =
        sql.rows(
            """
            SELECT w.id FROM work w
            WHERE w.tenant_id = ? AND w.state NOT IN ('queued', 'leased')
              AND (w.memo_key = ANY(?) OR w.booked_run = ?)
              AND NOT EXISTS (
                SELECT 1 FROM node_run n WHERE n.tenant_id = w.tenant_id AND n.work_id = w.id)
              AND NOT EXISTS (
                SELECT 1 FROM memo m WHERE m.tenant_id = w.tenant_id AND m.work_id = w.id)
            ORDER BY w.id FOR UPDATE OF w
            """,
            row -> row.id("id"),
            tenant,
            keys,
            run);
    releaseWhatAttemptsStored(sql, tenant, works);
    sql.update("DELETE FROM attempt WHERE tenant_id = ? AND work_id = ANY(?)", tenant, works);
    sql.update("DELETE FROM work WHERE tenant_id = ? AND id = ANY(?)", tenant, works);
    return works.size();
  }

  private static void releaseWhatAttemptsStored(Sql sql, UUID tenant, List<UUID> works)
      throws SQLException {
    List<String> holders = new ArrayList<>();
    sql.rows(
        "SELECT work_id, fence FROM attempt WHERE tenant_id = ? AND work_id = ANY(?)",
        row -> holders.add(row.id("work_id") + "/" + row.number("fence")),
        tenant,
        works);
    sql.update(
        """
        DELETE FROM artifact_reference
        WHERE tenant_id = ? AND holder_kind = 'attempt' AND holder_id = ANY(?)
        """,
        tenant,
        holders);
  }
}
