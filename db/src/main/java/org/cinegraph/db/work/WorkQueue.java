package org.cinegraph.db.work;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Row;
import org.cinegraph.graph.digest.Digest;

/// What waits and what is leased, as Postgres knows it. A work that only paused runs wait for is
/// not in the queue.
public final class WorkQueue {
  private final Database database;

  public WorkQueue(Database database) {
    this.database = database;
  }

  /// The first that wait, by priority, then age.
  public List<QueuedWork> waiting(int limit) {
    return database.read(sql ->
        sql.rows(
            """
            SELECT *, greatest(0, extract(epoch FROM not_before - now()) * 1000)::bigint AS wait_ms
            FROM work WHERE state = 'queued' AND NOT paused
            ORDER BY priority DESC, queued_number LIMIT ?
            """,
            WorkQueue::queued,
            limit));
  }

  /// Those of the named works that still wait.
  public List<QueuedWork> waiting(List<UUID> works) {
    return database.read(sql ->
        sql.rows(
            """
            SELECT *, greatest(0, extract(epoch FROM not_before - now()) * 1000)::bigint AS wait_ms
            FROM work WHERE state = 'queued' AND NOT paused AND id = ANY(?)
            ORDER BY priority DESC, queued_number
            """,
            WorkQueue::queued,
            works));
  }

  /// The first of these kinds that may start now, by priority, then age: what a long queue holds
  /// for the workers that are there. `OFFSET 0` keeps the kinds from being joined: the queue is
  /// read in its order until enough are found.
  public List<QueuedWork> ready(List<Kind> kinds, int limit) {
    return database.read(sql ->
        sql.rows(
            """
            SELECT w.*, 0::bigint AS wait_ms
            FROM work w
            WHERE w.state = 'queued' AND NOT w.paused AND w.not_before <= now() AND EXISTS (
              SELECT 1
              FROM unnest(?::text[], ?::integer[], ?::bytea[]) AS k (type, version, program_digest)
              WHERE k.type = w.type AND k.version = w.version
                AND k.program_digest = w.program_digest OFFSET 0)
            ORDER BY w.priority DESC, w.queued_number LIMIT ?
            """,
            WorkQueue::queued,
            kinds.stream().map(Kind::type).toList(),
            kinds.stream().map(Kind::version).toList(),
            kinds.stream().map(Kind::program).toList(),
            limit));
  }

  /// Every open lease.
  public List<OpenLease> openLeases() {
    return database.read(sql ->
        sql.rows(
            """
            SELECT a.tenant_id, a.work_id, a.fence, a.worker_id, a.secret_digest, w.request,
              w.stop_requested OR k.drained AS stop_requested
            FROM attempt a JOIN work w ON w.tenant_id = a.tenant_id AND w.id = a.work_id
            JOIN worker k ON k.id = a.worker_id
            WHERE a.outcome IS NULL ORDER BY a.work_id
            """,
            WorkQueue::open));
  }

  /// The open leases of those of the named works that have one.
  public List<OpenLease> openLeases(List<UUID> works) {
    return database.read(sql ->
        sql.rows(
            """
            SELECT a.tenant_id, a.work_id, a.fence, a.worker_id, a.secret_digest, w.request,
              w.stop_requested OR k.drained AS stop_requested
            FROM work w
            JOIN attempt a ON a.tenant_id = w.tenant_id AND a.work_id = w.id AND a.fence = w.fence
            JOIN worker k ON k.id = a.worker_id
            WHERE w.id = ANY(?) AND a.outcome IS NULL ORDER BY a.work_id
            """,
            WorkQueue::open,
            works));
  }

  private static OpenLease open(Row row) throws SQLException {
    return new OpenLease(
        row.id("tenant_id"),
        row.id("work_id"),
        row.number("fence"),
        row.id("worker_id"),
        row.digest("secret_digest"),
        WorkRequestJson.read(row.text("request")),
        row.flag("stop_requested"));
  }

  private static QueuedWork queued(Row row) throws SQLException {
    return new QueuedWork(
        row.id("tenant_id"),
        row.id("id"),
        row.digest("memo_key"),
        row.text("type"),
        row.integer("version"),
        row.digest("program_digest"),
        WorkRequestJson.read(row.text("request")),
        row.integer("priority"),
        row.number("queued_number"),
        row.integer("attempts"),
        Duration.ofMillis(row.number("wait_ms")));
  }

  /// What a worker has to offer to get a work.
  public record Kind(String type, int version, Digest program) {}
}
