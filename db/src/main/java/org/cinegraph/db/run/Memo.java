package org.cinegraph.db.run;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.cinegraph.db.Row;
import org.cinegraph.db.Sql;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;

/// Results by memo key.
public final class Memo {
  private Memo() {}

  /// A result.
  ///
  /// @param equivalent numerically, not bit for bit, to that of an uninterrupted computation
  record Remembered(SequencedMap<String, PortValue> outputs, boolean equivalent) {
    private static Remembered read(Row row) throws SQLException {
      return new Remembered(OutputsJson.read(row.text("outputs")), row.flag("equivalent"));
    }
  }

  static Optional<Remembered> find(Sql sql, UUID tenant, Digest key) throws SQLException {
    return sql.row(
        "SELECT outputs, equivalent FROM memo WHERE tenant_id = ? AND memo_key = ?",
        Remembered::read,
        tenant,
        key);
  }

  static SequencedMap<Digest, Remembered> find(Sql sql, UUID tenant, List<Digest> keys)
      throws SQLException {
    SequencedMap<Digest, Remembered> found = new TreeMap<>();
    if (!keys.isEmpty()) {
      sql.rows(
          "SELECT memo_key, outputs, equivalent FROM memo WHERE tenant_id = ? AND memo_key = ANY(?)",
          row -> {
            found.put(row.digest("memo_key"), Remembered.read(row));
            return true;
          },
          tenant,
          keys);
    }
    return found;
  }

  /// Remembers a result; the first commit of a key wins.
  public static void put(
      Sql sql,
      UUID tenant,
      Digest key,
      UUID work,
      SequencedMap<String, PortValue> outputs,
      boolean equivalent)
      throws SQLException {
    int stored =
        sql.update(
            """
            INSERT INTO memo (tenant_id, memo_key, outputs, work_id, equivalent)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            tenant,
            key,
            OutputsJson.write(outputs),
            work,
            equivalent);
    if (stored == 1) {
      List<Digest> artifacts =
          OutputsJson.artifacts(outputs).stream().map(ArtifactReference::digest).toList();
      Artifacts.refer(sql, tenant, artifacts, "memo", key.hex());
    }
  }

  /// Forgets the results of keys, and lets go of their artifacts.
  ///
  /// @return how many there were
  public static int forgetKeys(Sql sql, UUID tenant, List<Digest> keys) throws SQLException {
    sql.update(
        """
        DELETE FROM artifact_reference
        WHERE tenant_id = ? AND holder_kind = 'memo' AND holder_id = ANY(?)
        """,
        tenant,
        keys.stream().map(Digest::hex).toList());
    return sql.update("DELETE FROM memo WHERE tenant_id = ? AND memo_key = ANY(?)", tenant, keys);
  }

  /// How many results were remembered for longer.
  public static long countOlder(Sql sql, UUID tenant, Duration age) throws SQLException {
    return sql.row(
            """
            SELECT count(*) AS results FROM memo
            WHERE tenant_id = ? AND created_at <= now() - ? * interval '1 millisecond'
            """,
            row -> row.number("results"),
            tenant,
            age.toMillis())
        .orElseThrow();
  }

  /// Forgets some of the results that were remembered for longer. Runs that have them keep them.
  ///
  /// @return how many; fewer than the limit: there are no more
  public static int forgetOlder(Sql sql, UUID tenant, Duration age, int limit) throws SQLException {
    List<Digest> keys =
        sql.rows(
            """
            SELECT memo_key FROM memo
            WHERE tenant_id = ? AND created_at <= now() - ? * interval '1 millisecond'
            ORDER BY memo_key LIMIT ? FOR UPDATE SKIP LOCKED
            """,
            row -> row.digest("memo_key"),
            tenant,
            age.toMillis(),
            limit);
    return keys.isEmpty() ? 0 : forgetKeys(sql, tenant, keys);
  }

  /// Forgets every result that refers to an artifact which is gone from the store, so that its
  /// producer is computed again when it is next needed.
  ///
  /// @return the artifacts and the wholes that they are parts of
  public static List<Digest> forget(Sql sql, UUID tenant, List<Digest> artifacts)
      throws SQLException {
    List<Digest> wholes =
        sql.rows(
            """
            SELECT whole AS digest FROM artifact_part WHERE tenant_id = ? AND part = ANY(?)
            UNION SELECT unnest(?::bytea[])
            """,
            row -> row.digest("digest"),
            tenant,
            artifacts,
            artifacts);
    List<String> holders =
        sql.rows(
            """
            DELETE FROM artifact_reference
            WHERE tenant_id = ? AND holder_kind = 'memo' AND digest = ANY(?) RETURNING holder_id
            """,
            row -> row.text("holder_id"),
            tenant,
            wholes);
    sql.update(
        "DELETE FROM memo WHERE tenant_id = ? AND memo_key = ANY(?)",
        tenant,
        holders.stream().distinct().map(Digest::new).toList());
    return wholes;
  }
}
