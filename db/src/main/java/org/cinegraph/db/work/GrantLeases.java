package org.cinegraph.db.work;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Row;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.RunTally;
import org.cinegraph.graph.value.FieldWriter;

/// Leases works to workers. Only the leader does it: the transaction locks the leadership row with
/// the leader's own epoch, so a control plane that was replaced grants nothing.
public final class GrantLeases {
  private final Database database;

  public GrantLeases(Database database) {
    this.database = database;
  }

  /// Grants what can be granted in one transaction; a work that no longer waits is left out.
  ///
  /// @throws NotLeading another epoch leads
  public List<Granted> grant(long leaderEpoch, List<Grant> grants) {
    if (grants.isEmpty()) {
      return List.of();
    }
    Map<UUID, Grant> byWork = new LinkedHashMap<>();
    grants.stream()
        .sorted(Comparator.comparing(Grant::work))
        .forEach(grant -> byWork.put(grant.work(), grant));
    return database.transaction(sql -> {
      holdLeadership(sql, leaderEpoch);
      List<Granted> granted = lease(sql, byWork);
      openAttempts(sql, granted, byWork);
      tellWaiters(sql, granted);
      return granted;
    });
  }

  private static void holdLeadership(Sql sql, long epoch) throws SQLException {
    boolean leads =
        sql.row("SELECT 1 AS leads FROM leader WHERE epoch = ? FOR SHARE", row -> true, epoch)
            .orElse(false);
    if (!leads) {
      throw new NotLeading(epoch);
    }
  }

  private static List<Granted> lease(Sql sql, Map<UUID, Grant> byWork) throws SQLException {
    List<UUID> works = List.copyOf(byWork.keySet());
    List<UUID> tenants = byWork.values().stream().map(Grant::tenant).toList();
    return sql.rows(
        """
        WITH locked AS (
          SELECT w.tenant_id, w.id FROM work w
          JOIN unnest(?::uuid[], ?::uuid[]) AS wanted (tenant_id, id)
            ON w.tenant_id = wanted.tenant_id AND w.id = wanted.id
          WHERE w.state = 'queued' ORDER BY w.id FOR UPDATE OF w
        ), leased AS (
          UPDATE work w SET state = 'leased', fence = w.fence + 1, attempts = w.attempts + 1
          FROM locked WHERE w.tenant_id = locked.tenant_id AND w.id = locked.id
          RETURNING w.*
        )
        SELECT leased.*, c.next_step, c.steps, c.fingerprint, c.state_digest, s.bytes, s.media_type
        FROM leased
        LEFT JOIN LATERAL (
          SELECT * FROM checkpoint c
          WHERE c.tenant_id = leased.tenant_id AND c.memo_key = leased.memo_key
          ORDER BY c.next_step DESC LIMIT 1) c ON true
        LEFT JOIN artifact s ON s.tenant_id = leased.tenant_id AND s.digest = c.state_digest
        ORDER BY leased.id
        """,
        row -> granted(row, byWork),
        tenants,
        works);
  }

  private static Granted granted(Row row, Map<UUID, Grant> byWork) throws SQLException {
    UUID work = row.id("id");
    Grant grant = byWork.get(work);
    if (grant == null) {
      throw new IllegalStateException("Work " + work + " was not asked for");
    }
    return new Granted(
        row.id("tenant_id"),
        work,
        grant.worker(),
        row.number("fence"),
        row.integer("attempts"),
        row.digest("memo_key"),
        row.text("type"),
        row.integer("version"),
        row.digest("program_digest"),
        WorkRequestJson.read(row.text("request")),
        Checkpoints.saved(row));
  }

  private static void openAttempts(Sql sql, List<Granted> granted, Map<UUID, Grant> byWork)
      throws SQLException {
    List<Grant> grants = new ArrayList<>();
    for (Granted lease : granted) {
      grants.add(java.util.Objects.requireNonNull(byWork.get(lease.work())));
    }
    sql.update(
        """
        INSERT INTO attempt (tenant_id, work_id, fence, worker_id, secret_digest)
        SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::uuid[], ?::bytea[])
        """,
        granted.stream().map(Granted::tenant).toList(),
        granted.stream().map(Granted::work).toList(),
        granted.stream().map(Granted::fence).toList(),
        granted.stream().map(Granted::worker).toList(),
        grants.stream().map(Grant::secretDigest).toList());
  }

  private static void tellWaiters(Sql sql, List<Granted> granted) throws SQLException {
    RunTally tally = new RunTally();
    sql.rows(
        """
        SELECT n.tenant_id, n.run_id, n.name, w.id, w.attempts, k.name AS worker
        FROM unnest(?::uuid[], ?::uuid[], ?::uuid[]) AS g (tenant_id, work_id, worker_id)
        JOIN work w ON w.tenant_id = g.tenant_id AND w.id = g.work_id
        JOIN worker k ON k.id = g.worker_id
        JOIN node_run n ON n.tenant_id = g.tenant_id AND n.work_id = g.work_id AND n.state = 'waiting'
        """,
        row ->
            tally.event(
                row.id("tenant_id"),
                row.id("run_id"),
                "node-started",
                row.text("name"),
                new FieldWriter()
                    .text("work", row.id("id").toString())
                    .text("worker", row.text("worker"))
                    .integer("attempt", row.integer("attempts"))
                    .fields()),
        granted.stream().map(Granted::tenant).toList(),
        granted.stream().map(Granted::work).toList(),
        granted.stream().map(Granted::worker).toList());
    tally.write(sql);
  }
}
