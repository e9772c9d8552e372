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
  /// Whose works are looked at beyond the oldest.
  static final int MOST_RUNS = 100;

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

  /// The first works of each run, of these kinds, that may start now: what a long queue holds for
  /// the workers that are there, however many works of another run are older. First those that are
  /// first in their run, by priority, then age. Of more than [#MOST_RUNS] runs those with the
  /// smallest ids, which are the oldest of a tenant, are looked at.
  ///
  /// The runs are found by steps along the index, so that the cost grows with their number and not
  /// with the length of the queue. `OFFSET 0` keeps the kinds from being joined: a run's queue is
  /// read in its order until enough are found.
  public List<QueuedWork> ready(List<Kind> kinds, int limit) {
    return database.read(sql ->
        sql.rows(
            """
            WITH RECURSIVE owner AS (
              (SELECT tenant_id, booked_run FROM work WHERE state = 'queued' AND NOT paused
               ORDER BY tenant_id, booked_run LIMIT 1)
              UNION ALL
              SELECT n.tenant_id, n.booked_run FROM owner o CROSS JOIN LATERAL (
                SELECT tenant_id, booked_run FROM work
                WHERE state = 'queued' AND NOT paused
                  AND (tenant_id, booked_run) > (o.tenant_id, o.booked_run)
                ORDER BY tenant_id, booked_run LIMIT 1) n)
            SELECT w.* FROM (SELECT * FROM owner LIMIT ?) o CROSS JOIN LATERAL (
              SELECT w.*, 0::bigint AS wait_ms,
                row_number() OVER (ORDER BY w.priority DESC, w.queued_number) AS place
              FROM work w
              WHERE w.tenant_id = o.tenant_id AND w.booked_run = o.booked_run
                AND w.state = 'queued' AND NOT w.paused AND w.not_before <= now() AND EXISTS (
                  SELECT 1
                  FROM unnest(?::text[], ?::integer[], ?::bytea[])
                    AS k (type, version, program_digest)
                  WHERE k.type = w.type AND k.version = w.version
                    AND k.program_digest = w.program_digest OFFSET 0)
              ORDER BY w.priority DESC, w.queued_number LIMIT ?) w
            ORDER BY w.place, w.priority DESC, w.queued_number LIMIT ?
            """,
            WorkQueue::queued,
            MOST_RUNS,
            kinds.stream().map(Kind::type).toList(),
            kinds.stream().map(Kind::version).toList(),
            kinds.stream().map(Kind::program).toList(),
            limit,
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
        row.id("booked_run"),
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
