package org.cinegraph.db.run;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.FieldWriter;

/// Runs: submitted once per idempotency key, listed, looked at.
public final class Runs {
  private final Database database;

  public Runs(Database database) {
    this.database = database;
  }

  /// Stores a run; under a key that was used with the same request, finds the first one.
  ///
  /// @throws KeyConflict the key was used with another request
  public Submitted submit(NewRun run) {
    return database.transaction(sql -> submit(sql, run));
  }

  /// As [#submit], within a transaction.
  public static Submitted submit(Sql sql, NewRun run) throws SQLException {
    boolean stored = insert(sql, run);
    if (stored) {
      Artifacts.refer(
          sql,
          run.tenant(),
          OutputsJson.artifacts(run.inputs()).stream().map(ArtifactReference::digest).toList(),
          "run",
          run.id().toString());
      RunTally tally = new RunTally();
      tally.event(run.tenant(), run.id(), "run-submitted", submission(run).fields());
      tally.write(sql);
    } else {
      Digest known =
          sql.row(
                  "SELECT request_digest FROM run WHERE tenant_id = ? AND idempotency_key = ?",
                  row -> row.digest("request_digest"),
                  run.tenant(),
                  run.idempotencyKey())
              .orElseThrow();
      if (!known.equals(run.requestDigest())) {
        throw new KeyConflict(run.idempotencyKey(), byKey(sql, run).id());
      }
    }
    return new Submitted(byKey(sql, run), !stored);
  }

  private static FieldWriter submission(NewRun run) {
    FieldWriter body = run.settings().tell(new FieldWriter().text("graph", run.graph()));
    run.repeats()
        .ifPresent(repeat -> {
          body.text(repeat.isRerun() ? "rerun_of" : "forked_from", repeat.run().toString());
          if (!repeat.isRerun()) {
            body.text("from", repeat.refresh());
          }
          body.text("by", run.principal()).text("why", repeat.why());
        });
    return body;
  }

  public Optional<RunRow> find(UUID tenant, UUID run) {
    return database.transaction(sql -> find(sql, tenant, run));
  }

  /// Runs before `before` in the order of submission, newest first; absent: from the newest.
  public List<RunRow> list(UUID tenant, RunFilter filter, Optional<UUID> before, int limit) {
    return database.transaction(sql ->
        sql.rows(
            """
            SELECT * FROM run WHERE tenant_id = ? AND (?::uuid IS NULL OR id < ?)
              AND (cardinality(?::text[]) = 0 OR state = ANY(?::text[]))
              AND (?::text IS NULL OR graph = ?)
              AND (?::bigint IS NULL OR submitted_at >= to_timestamp(?::bigint / 1e6))
              AND (paused OR NOT ?)
            ORDER BY id DESC LIMIT ?
            """,
            RunRow::read,
            tenant,
            before,
            before,
            filter.writtenStates(),
            filter.writtenStates(),
            filter.graph(),
            filter.graph(),
            filter.sinceMicros(),
            filter.sinceMicros(),
            filter.paused(),
            limit));
  }

  /// Every run of every tenant that has not ended, for the reconciler.
  public List<RunRow> open() {
    return database.transaction(sql ->
        sql.rows(
            """
            SELECT * FROM run WHERE state IN ('submitted', 'running', 'stopping') ORDER BY id
            """,
            RunRow::read));
  }

  /// Of these runs, of whatever tenant, those that ended at least so long ago, for the reconciler.
  public List<UUID> ended(List<UUID> runs, Duration ago) {
    return database.transaction(sql ->
        sql.rows(
            """
            SELECT id FROM run
            WHERE id = ANY(?) AND ended_at < now() - make_interval(secs => ?) ORDER BY id
            """,
            row -> row.id("id"),
            runs,
            ago.toMillis() / 1000.0));
  }

  /// How many drives of a run were given up for the reason since it was recovered last.
  public int adoptions(UUID tenant, UUID run, String reason) {
    return database.transaction(sql ->
        sql.row(
                """
                SELECT count(*) AS adoptions FROM event
                WHERE tenant_id = ? AND run_id = ? AND type = 'run-adopted'
                  AND body::jsonb ->> 'reason' = ? AND number > coalesce((
                    SELECT max(number) FROM event
                    WHERE tenant_id = ? AND run_id = ? AND type = 'run-recovered'), 0)
                """,
                row -> row.integer("adoptions"),
                tenant,
                run,
                reason,
                tenant,
                run)
            .orElse(0));
  }

  /// Opens the next drive of a run whose workflow is gone.
  ///
  /// @return the new epoch; empty when the run has ended or another one was faster
  public Optional<Integer> nextEpoch(UUID tenant, UUID run, int epoch, String reason) {
    return database.transaction(sql -> {
      Optional<Integer> next =
          sql.row(
              """
              UPDATE run SET epoch = epoch + 1, epoch_at = now()
              WHERE tenant_id = ? AND id = ? AND epoch = ?
                AND state IN ('submitted', 'running', 'stopping')
              RETURNING epoch
              """,
              row -> row.integer("epoch"),
              tenant,
              run,
              epoch);
      if (next.isPresent()) {
        RunTally tally = new RunTally();
        tally.event(
            tenant,
            run,
            "run-adopted",
            new FieldWriter().integer("epoch", next.get()).text("reason", reason).fields());
        tally.write(sql);
      }
      return next;
    });
  }

  public static Optional<RunRow> find(Sql sql, UUID tenant, UUID run) throws SQLException {
    return sql.row("SELECT * FROM run WHERE tenant_id = ? AND id = ?", RunRow::read, tenant, run);
  }

  /// As [#lock], its open works first: whoever grants or ends leases takes them in this order, and
  /// would otherwise wait for the run while this waits for a work.
  public static RunRow lockWithWorks(Sql sql, UUID tenant, UUID run) throws SQLException {
    sql.rows(
        """
        SELECT w.id FROM work w
        WHERE w.tenant_id = ? AND w.state IN ('queued', 'leased') AND w.id IN (
          SELECT work_id FROM node_run
          WHERE tenant_id = ? AND run_id = ? AND state = 'waiting')
        ORDER BY w.id FOR UPDATE
        """,
        row -> row.id("id"),
        tenant,
        tenant,
        run);
    return lock(sql, tenant, run);
  }

  /// The run, whose row nobody else changes until the transaction ends.
  public static RunRow lock(Sql sql, UUID tenant, UUID run) throws SQLException {
    return sql.row(
            "SELECT * FROM run WHERE tenant_id = ? AND id = ? FOR NO KEY UPDATE",
            RunRow::read,
            tenant,
            run)
        .orElseThrow(() -> new IllegalStateException("No run " + run));
  }

  private static boolean insert(Sql sql, NewRun run) throws SQLException {
    return sql.update(
            """
            INSERT INTO run (tenant_id, id, graph, graph_version, idempotency_key, request_digest,
              inputs, options, principal, priority, refresh, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'submitted')
            ON CONFLICT (tenant_id, idempotency_key) DO NOTHING
            """,
            run.tenant(),
            run.id(),
            run.graph(),
            run.graphVersion(),
            run.idempotencyKey(),
            run.requestDigest(),
            OutputsJson.write(run.inputs()),
            run.settings().column(),
            run.principal(),
            run.priority(),
            run.repeats().map(NewRun.Repeat::refresh).orElse(""))
        == 1;
  }

  private static RunRow byKey(Sql sql, NewRun run) throws SQLException {
    return sql.row(
            "SELECT * FROM run WHERE tenant_id = ? AND idempotency_key = ?",
            RunRow::read,
            run.tenant(),
            run.idempotencyKey())
        .orElseThrow();
  }

  /// @param repeated the run was there already
  public record Submitted(RunRow run, boolean repeated) {}
}
