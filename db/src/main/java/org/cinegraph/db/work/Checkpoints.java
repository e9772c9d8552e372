package org.cinegraph.db.work;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.value.ArtifactReference;

/// Where computations can go on. A memo key keeps its newest two until its work is done.
public final class Checkpoints {
  private static final int KEPT = 2;

  private final Database database;

  public Checkpoints(Database database) {
    this.database = database;
  }

  /// Announces a state that has been stored under the lease.
  public ReportAnswer record(LeaseKey lease, SavedCheckpoint checkpoint) {
    return database.transaction(sql -> {
      Optional<OpenAttempt> open = OpenAttempt.lock(sql, lease);
      if (open.isEmpty()) {
        return new ReportAnswer.Stale();
      }
      UUID tenant = open.get().tenant();
      Digest key = open.get().memoKey();
      Digest state = checkpoint.state().digest();
      if (!Artifacts.unknown(sql, tenant, List.of(state)).isEmpty()) {
        return new ReportAnswer.Refused(
            Failure.fatal(
                "artifact-unknown",
                "A checkpoint names state %s, which was not stored".formatted(state)));
      }
      acquit(sql, open.get(), checkpoint);
      store(sql, lease, tenant, key, checkpoint);
      forget(sql, tenant, key, KEPT);
      return new ReportAnswer.Committed();
    });
  }

  /// A work that gets further than ever before is not what kills its workers.
  private static void acquit(Sql sql, OpenAttempt attempt, SavedCheckpoint checkpoint)
      throws SQLException {
    sql.update(
        """
        UPDATE work SET lost_in_a_row = 0
        WHERE tenant_id = ? AND id = ? AND lost_in_a_row > 0 AND ? > (
          SELECT coalesce(max(next_step), 0) FROM checkpoint WHERE tenant_id = ? AND memo_key = ?)
        """,
        attempt.tenant(),
        attempt.work(),
        checkpoint.nextStep(),
        attempt.tenant(),
        attempt.memoKey());
  }

  private static void store(
      Sql sql, LeaseKey lease, UUID tenant, Digest key, SavedCheckpoint checkpoint)
      throws SQLException {
    sql.update(
        """
        INSERT INTO checkpoint
          (tenant_id, memo_key, next_step, steps, fence, state_digest, fingerprint, equivalent)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (tenant_id, memo_key, next_step) DO UPDATE
        SET steps = excluded.steps, fence = excluded.fence, state_digest = excluded.state_digest,
          fingerprint = excluded.fingerprint, equivalent = excluded.equivalent, number = DEFAULT,
          created_at = DEFAULT
        """,
        tenant,
        key,
        checkpoint.nextStep(),
        checkpoint.steps(),
        lease.fence(),
        checkpoint.state().digest(),
        checkpoint.fingerprint(),
        checkpoint.equivalent());
    Artifacts.release(sql, tenant, "checkpoint", holder(key, checkpoint.nextStep()));
    Artifacts.refer(
        sql,
        tenant,
        List.of(checkpoint.state().digest()),
        "checkpoint",
        holder(key, checkpoint.nextStep()));
  }

  /// Drops all but the newest of a memo key.
  public static void forget(Sql sql, UUID tenant, Digest key, int kept) throws SQLException {
    List<Integer> dropped =
        sql.rows(
            """
            DELETE FROM checkpoint WHERE tenant_id = ? AND memo_key = ? AND next_step NOT IN (
              SELECT next_step FROM checkpoint WHERE tenant_id = ? AND memo_key = ?
              ORDER BY number DESC LIMIT ?)
            RETURNING next_step
            """,
            row -> row.integer("next_step"),
            tenant,
            key,
            tenant,
            key,
            kept);
    release(sql, tenant, dropped.stream().map(step -> holder(key, step)).toList());
  }

  /// Drops those whose state is gone from the store, or a part of it, so that nobody is sent to
  /// them again. What is forgotten is not missed: the one before is used.
  static void forgetLost(Sql sql, UUID tenant, List<Digest> wholes) throws SQLException {
    release(
        sql,
        tenant,
        sql.rows(
            "DELETE FROM checkpoint WHERE tenant_id = ? AND state_digest = ANY(?) RETURNING *",
            row -> holder(row.digest("memo_key"), row.integer("next_step")),
            tenant,
            wholes));
  }

  private static void release(Sql sql, UUID tenant, List<String> holders) throws SQLException {
    if (!holders.isEmpty()) {
      sql.update(
          """
          DELETE FROM artifact_reference
          WHERE tenant_id = ? AND holder_kind = 'checkpoint' AND holder_id = ANY(?)
          """,
          tenant,
          holders);
    }
  }

  /// Those of a memo key, the one that was written last first.
  static List<SavedCheckpoint> newestFirst(Sql sql, UUID tenant, Digest key) throws SQLException {
    return sql.rows(
        """
        SELECT c.*, s.bytes, s.media_type FROM checkpoint c
        JOIN artifact s ON s.tenant_id = c.tenant_id AND s.digest = c.state_digest
        WHERE c.tenant_id = ? AND c.memo_key = ? ORDER BY c.number DESC LIMIT ?
        """,
        row ->
            new SavedCheckpoint(
                row.integer("next_step"),
                row.integer("steps"),
                new ArtifactReference(
                    row.digest("state_digest"),
                    row.number("bytes"),
                    row.text("media_type"),
                    List.of()),
                row.bytes("fingerprint"),
                row.flag("equivalent")),
        tenant,
        key,
        KEPT);
  }

  private static String holder(Digest key, int nextStep) {
    return key.hex() + "/" + nextStep;
  }
}
