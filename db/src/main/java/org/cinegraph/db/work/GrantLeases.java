package org.cinegraph.db.work;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Row;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.RunTally;
import org.cinegraph.db.transition.Transition;
import org.cinegraph.graph.value.FieldWriter;

/// Leases works to workers. Only the leader does it: the transaction locks the leadership row with
/// the leader's own epoch, so a control plane that was replaced grants nothing.
public final class GrantLeases {
  /// Holds the leadership, raises fences, opens attempts. One row for each node that waits for a
  /// leased work, one for a work that nobody waits for.
  private static final String LEASE =
      """
      WITH lead AS (
        SELECT 1 FROM leader WHERE epoch = ? FOR SHARE
      ), locked AS (
        SELECT w.tenant_id, w.id, g.worker_id, g.secret_digest
        FROM lead, work w
        JOIN unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::bytea[])
            AS g (tenant_id, work_id, worker_id, secret_digest)
          ON w.tenant_id = g.tenant_id AND w.id = g.work_id
        WHERE w.state = 'queued' AND NOT w.paused ORDER BY w.id FOR UPDATE OF w
      ), leased AS (
        UPDATE work w SET state = 'leased', fence = w.fence + 1, attempts = w.attempts + 1
        FROM locked g WHERE w.tenant_id = g.tenant_id AND w.id = g.id
        RETURNING w.*, g.worker_id, g.secret_digest
      ), opened AS (
        INSERT INTO attempt (tenant_id, work_id, fence, worker_id, secret_digest)
        SELECT tenant_id, id, fence, worker_id, secret_digest FROM leased
      )
      SELECT w.*, k.name AS worker, n.run_id, n.name AS node, EXISTS (
          SELECT 1 FROM checkpoint c
          WHERE c.tenant_id = w.tenant_id AND c.memo_key = w.memo_key) AS begun
      FROM leased w
      JOIN worker k ON k.id = w.worker_id
      LEFT JOIN node_run n
        ON n.tenant_id = w.tenant_id AND n.work_id = w.id AND n.state = 'waiting'
      ORDER BY w.id, n.run_id, n.node
      """;

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
      RunTally tally = new RunTally();
      SequencedMap<UUID, Granted> granted = new LinkedHashMap<>();
      lease(sql, leaderEpoch, byWork, granted, tally);
      if (granted.isEmpty()) {
        holdLeadership(sql, leaderEpoch);
      }
      tally.write(sql);
      return List.copyOf(granted.values());
    });
  }

  /// An empty answer alone does not say why: another one leads, or nothing waits any more.
  private static void holdLeadership(Sql sql, long epoch) throws SQLException {
    boolean leads =
        sql.row("SELECT 1 AS leads FROM leader WHERE epoch = ? FOR SHARE", row -> true, epoch)
            .orElse(false);
    if (!leads) {
      throw new NotLeading(epoch);
    }
  }

  private static void lease(
      Sql sql,
      long epoch,
      Map<UUID, Grant> byWork,
      SequencedMap<UUID, Granted> granted,
      RunTally tally)
      throws SQLException {
    List<Granted> begun = new ArrayList<>();
    sql.rows(
        LEASE,
        row -> {
          Granted lease = granted(row, byWork);
          if (granted.putIfAbsent(lease.work(), lease) == null) {
            sql.changes(granted(lease, row.id("booked_run")));
            if (row.flag("begun")) {
              begun.add(lease);
            }
          }
          return tell(tally, lease, row);
        },
        epoch,
        byWork.values().stream().map(Grant::tenant).toList(),
        List.copyOf(byWork.keySet()),
        byWork.values().stream().map(Grant::worker).toList(),
        byWork.values().stream().map(Grant::secretDigest).toList());
    for (Granted lease : begun) {
      granted.put(
          lease.work(), lease.with(Checkpoints.newestFirst(sql, lease.tenant(), lease.memoKey())));
    }
  }

  private static Transition granted(Granted lease, UUID bookedRun) {
    return new Transition.LeaseGranted(
        bookedRun, lease.work(), lease.fence(), lease.worker(), lease.type(), lease.attempt());
  }

  private static boolean tell(RunTally tally, Granted lease, Row row) throws SQLException {
    Optional<UUID> run = row.optionalId("run_id");
    if (run.isPresent()) {
      tally.event(
          lease.tenant(),
          run.get(),
          "node-started",
          row.text("node"),
          new FieldWriter()
              .text("work", lease.work().toString())
              .text("worker", row.text("worker"))
              .integer("attempt", lease.attempt())
              .fields());
    }
    return run.isPresent();
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
        List.of());
  }
}
