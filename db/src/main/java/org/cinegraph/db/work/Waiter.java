package org.cinegraph.db.work;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.cinegraph.db.Sql;

/// A node that waits for a work.
///
/// @param retries that its run has had, all nodes together
/// @param stopping whether its run is being stopped
record Waiter(UUID run, int node, String name, int retries, boolean stopping) {

  static List<Waiter> of(Sql sql, OpenAttempt attempt) throws SQLException {
    return sql.rows(
        """
        SELECT n.run_id, n.node, n.name, r.retries, r.state = 'stopping' AS stopping
        FROM node_run n JOIN run r ON r.tenant_id = n.tenant_id AND r.id = n.run_id
        WHERE n.tenant_id = ? AND n.work_id = ? AND n.state = 'waiting'
        ORDER BY n.run_id, n.node
        """,
        row ->
            new Waiter(
                row.id("run_id"),
                row.integer("node"),
                row.text("name"),
                row.integer("retries"),
                row.flag("stopping")),
        attempt.tenant(),
        attempt.work());
  }
}
