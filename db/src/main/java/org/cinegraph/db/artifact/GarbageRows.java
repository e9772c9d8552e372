package org.cinegraph.db.artifact;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Row;
import org.cinegraph.db.Sql;
import org.cinegraph.graph.digest.Digest;

/// Rows of artifacts that nothing keeps: no reference, and no whole that they are a part of. Each
/// method is one page of one transaction.
final class GarbageRows {
  static final int PAGE = 200;

  /// Older than any result.
  private static final long NEVER = CollectGarbage.LONGEST_GRACE.toMillis();

  private GarbageRows() {}

  private record Found(Digest digest, long bytes) {
    static Found read(Row row) throws SQLException {
      return new Found(row.digest("digest"), row.number("bytes"));
    }
  }

  /// A page of rows, in the order of their digests.
  ///
  /// @param last absent: there are no more
  record Page(Amount amount, Optional<Digest> last) {}

  /// Lets go of uploads that no run has taken within the grace, and of what an attempt stored at
  /// the moment of its end.
  static void dropStaleHolds(Sql sql, UUID tenant, Duration grace) throws SQLException {
    sql.update(
        """
        DELETE FROM artifact_reference r USING artifact a
        WHERE r.tenant_id = ? AND r.holder_kind = 'upload'
          AND a.tenant_id = r.tenant_id AND a.digest = r.digest
          AND a.created_at <= now() - ? * interval '1 millisecond'
        """,
        tenant,
        grace.toMillis());
    sql.update(
        """
        DELETE FROM artifact_reference r
        WHERE r.tenant_id = ? AND r.holder_kind = 'attempt' AND NOT EXISTS (
          SELECT 1 FROM attempt a WHERE a.tenant_id = r.tenant_id
            AND a.work_id = split_part(r.holder_id, '/', 1)::uuid
            AND a.fence = split_part(r.holder_id, '/', 2)::bigint AND a.outcome IS NULL)
        """,
        tenant);
  }

  /// Marks what nothing keeps; with a dry run also what only results keep that would be forgotten.
  static Page mark(Sql sql, UUID tenant, Optional<Digest> after, CollectGarbage.Wish wish)
      throws SQLException {
    List<Found> found =
        sql.rows(
            """
            SELECT a.digest, a.bytes FROM artifact a
            WHERE a.tenant_id = ? AND (?::bytea IS NULL OR a.digest > ?) AND a.doomed_at IS NULL
              AND NOT EXISTS (
                SELECT 1 FROM artifact_reference r
                WHERE r.tenant_id = a.tenant_id AND r.digest = a.digest AND NOT (
                  r.holder_kind = 'memo' AND EXISTS (
                    SELECT 1 FROM memo m
                    WHERE m.tenant_id = r.tenant_id AND encode(m.memo_key, 'hex') = r.holder_id
                      AND m.created_at <= now() - ? * interval '1 millisecond')))
              AND NOT EXISTS (
                SELECT 1 FROM artifact_part p WHERE p.tenant_id = a.tenant_id AND p.part = a.digest)
            ORDER BY a.digest LIMIT ?
            """,
            Found::read,
            tenant,
            after,
            after,
            wish.results().map(Duration::toMillis).orElse(NEVER),
            PAGE);
    if (!wish.dryRun()) {
      sql.update(
          """
          UPDATE artifact SET doomed_at = now()
          WHERE tenant_id = ? AND digest = ANY(?) AND doomed_at IS NULL
          """,
          tenant,
          digests(found));
    }
    return page(found, found);
  }

  /// Removes the rows of what was marked before the grace began. Their locks keep new references
  /// out; what was referred to in spite of its mark loses the mark.
  static Page remove(Sql sql, UUID tenant, Optional<Digest> after, Duration grace, boolean dryRun)
      throws SQLException {
    List<Found> due =
        sql.rows(
            """
            SELECT digest, bytes FROM artifact
            WHERE tenant_id = ? AND (?::bytea IS NULL OR digest > ?)
              AND doomed_at <= now() - ? * interval '1 millisecond'
            ORDER BY digest LIMIT ? FOR UPDATE SKIP LOCKED
            """,
            Found::read,
            tenant,
            after,
            after,
            grace.toMillis(),
            PAGE);
    List<Digest> kept = kept(sql, tenant, digests(due));
    List<Found> gone = new ArrayList<>(due);
    gone.removeIf(found -> kept.contains(found.digest()));
    if (!dryRun) {
      sql.update(
          "UPDATE artifact SET doomed_at = NULL WHERE tenant_id = ? AND digest = ANY(?)",
          tenant,
          kept);
      sql.update(
          "DELETE FROM artifact_part WHERE tenant_id = ? AND whole = ANY(?)",
          tenant,
          digests(gone));
      sql.update(
          "DELETE FROM artifact WHERE tenant_id = ? AND digest = ANY(?)", tenant, digests(gone));
    }
    return page(due, gone);
  }

  /// Marked, and within the grace.
  static Amount waiting(Sql sql, UUID tenant, Duration grace) throws SQLException {
    return sql.row(
            """
            SELECT count(*) AS artifacts, coalesce(sum(bytes), 0)::bigint AS bytes FROM artifact
            WHERE tenant_id = ? AND doomed_at > now() - ? * interval '1 millisecond'
            """,
            row -> new Amount(row.number("artifacts"), row.number("bytes")),
            tenant,
            grace.toMillis())
        .orElseThrow();
  }

  /// Those of the digests that some tenant has a row of.
  static List<Digest> known(Sql sql, List<Digest> digests) throws SQLException {
    return sql.rows(
        """
        SELECT DISTINCT d.digest FROM tenant t CROSS JOIN unnest(?::bytea[]) AS d (digest)
        WHERE EXISTS (
          SELECT 1 FROM artifact a WHERE a.tenant_id = t.id AND a.digest = d.digest)
        """,
        row -> row.digest("digest"),
        digests);
  }

  private static List<Digest> kept(Sql sql, UUID tenant, List<Digest> digests) throws SQLException {
    return sql.rows(
        """
        SELECT d.digest FROM unnest(?::bytea[]) AS d (digest)
        WHERE EXISTS (
            SELECT 1 FROM artifact_reference r WHERE r.tenant_id = ? AND r.digest = d.digest)
          OR EXISTS (SELECT 1 FROM artifact_part p WHERE p.tenant_id = ? AND p.part = d.digest)
        """,
        row -> row.digest("digest"),
        digests,
        tenant,
        tenant);
  }

  private static Page page(List<Found> looked, List<Found> taken) {
    long bytes = taken.stream().mapToLong(Found::bytes).sum();
    return new Page(
        new Amount(taken.size(), bytes),
        looked.size() < PAGE ? Optional.empty() : Optional.of(looked.getLast().digest()));
  }

  private static List<Digest> digests(List<Found> found) {
    return found.stream().map(Found::digest).toList();
  }
}
