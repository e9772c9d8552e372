package org.cinegraph.db.work;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Row;
import org.cinegraph.db.Sql;
import org.cinegraph.graph.digest.Digest;
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
      store(sql, lease, tenant, key, checkpoint);
      forget(sql, tenant, key, KEPT);
      return new ReportAnswer.Committed();
    });
  }

  private static void store(
      Sql sql, LeaseKey lease, UUID tenant, Digest key, SavedCheckpoint checkpoint)
      throws SQLException {
    sql.update(
        """
        INSERT INTO checkpoint
          (tenant_id, memo_key, next_step, steps, fence, state_digest, fingerprint)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (tenant_id, memo_key, next_step) DO UPDATE
        SET fence = excluded.fence, state_digest = excluded.state_digest,
          fingerprint = excluded.fingerprint
        """,
        tenant,
        key,
        checkpoint.nextStep(),
        checkpoint.steps(),
        lease.fence(),
        checkpoint.state().digest(),
        checkpoint.fingerprint());
    sql.update(
        """
        INSERT INTO artifact_reference (tenant_id, digest, holder_kind, holder_id)
        VALUES (?, ?, 'checkpoint', ?) ON CONFLICT DO NOTHING
        """,
        tenant,
        checkpoint.state().digest(),
        holder(key, checkpoint.nextStep()));
  }

  /// Drops all but the newest of a memo key.
  static void forget(Sql sql, UUID tenant, Digest key, int kept) throws SQLException {
    List<Integer> dropped =
        sql.rows(
            """
            DELETE FROM checkpoint WHERE tenant_id = ? AND memo_key = ? AND next_step NOT IN (
              SELECT next_step FROM checkpoint WHERE tenant_id = ? AND memo_key = ?
              ORDER BY next_step DESC LIMIT ?)
            RETURNING next_step
            """,
            row -> row.integer("next_step"),
            tenant,
            key,
            tenant,
            key,
            kept);
    if (!dropped.isEmpty()) {
      sql.update(
          """
          DELETE FROM artifact_reference
          WHERE tenant_id = ? AND holder_kind = 'checkpoint' AND holder_id = ANY(?)
          """,
          tenant,
          dropped.stream().map(step -> holder(key, step)).toList());
    }
  }

  /// The checkpoint in a row that was joined with its artifact, if there is one.
  static Optional<SavedCheckpoint> saved(Row row) throws SQLException {
    Optional<Digest> state = row.optionalDigest("state_digest");
    if (state.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new SavedCheckpoint(
            row.integer("next_step"),
            row.integer("steps"),
            new ArtifactReference(
                state.get(), row.number("bytes"), row.text("media_type"), List.of()),
            row.bytes("fingerprint")));
  }

  private static String holder(Digest key, int nextStep) {
    return key.hex() + "/" + nextStep;
  }
}
