package org.cinegraph.db.artifact;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.OutputsJson;
import org.cinegraph.db.store.ArtifactStoreFailure;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.WorkRequestJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;

/// What a tenant knows of the bytes in the store. A row is written after the bytes are whole, and
/// while nobody can collect them.
public final class Artifacts {
  private static final String LOST_AGAINST_ANOTHER = "40001";

  private final Database database;
  private final Predicate<Digest> filed;

  /// @param filed whether the store has the bytes
  public Artifacts(Database database, Predicate<Digest> filed) {
    this.database = database;
    this.filed = filed;
  }

  /// An artifact that a client uploaded; the upload holds it until a run refers to it.
  public void upload(UUID tenant, ArtifactReference reference) {
    database.run(sql -> {
      insert(sql, tenant, reference);
      refer(sql, tenant, List.of(reference.digest()), "upload", reference.digest().hex());
    });
  }

  /// An artifact that a lease made; the attempt holds it until it ends.
  ///
  /// @return why it was not taken; empty when it was
  public Optional<Failure> register(LeaseKey lease, ArtifactReference reference) {
    return database.transaction(sql -> {
      Optional<UUID> tenant = tenantOf(sql, lease);
      if (tenant.isEmpty()) {
        return Optional.of(
            Failure.user("stale-lease", "The lease is over; nothing can be stored under it"));
      }
      Optional<Digest> missing = missingPart(sql, tenant.get(), reference);
      if (missing.isPresent()) {
        return Optional.of(
            Failure.user(
                "part-unknown",
                "Artifact %s names part %s, which was not stored"
                    .formatted(reference.digest(), missing.get())));
      }
      insert(sql, tenant.get(), reference);
      refer(sql, tenant.get(), List.of(reference.digest()), "attempt", holder(lease));
      return Optional.empty();
    });
  }

  /// Whether a lease reaches the bytes: its inputs, their parts, its checkpoint and the
  /// checkpoint's parts, what it stored itself.
  public boolean readable(LeaseKey lease, Digest digest) {
    return database.transaction(sql -> {
      Optional<UUID> tenant = tenantOf(sql, lease);
      return tenant.isPresent() && reaches(sql, tenant.get(), lease, digest);
    });
  }

  public Optional<ArtifactReference> find(UUID tenant, Digest digest) {
    return database.transaction(sql ->
        sql.row(
            "SELECT * FROM artifact WHERE tenant_id = ? AND digest = ?",
            row ->
                new ArtifactReference(
                    digest,
                    row.number("bytes"),
                    row.text("media_type"),
                    parts(sql, tenant, digest)),
            tenant,
            digest));
  }

  /// Which of the digests the tenant knows nothing of.
  public static List<Digest> unknown(Sql sql, UUID tenant, List<Digest> digests)
      throws SQLException {
    if (digests.isEmpty()) {
      return List.of();
    }
    return sql.rows(
        """
        SELECT wanted.digest FROM unnest(?::bytea[]) AS wanted (digest)
        WHERE NOT EXISTS (
          SELECT 1 FROM artifact a WHERE a.tenant_id = ? AND a.digest = wanted.digest)
        """,
        row -> row.digest("digest"),
        digests,
        tenant);
  }

  /// Keeps the artifacts for a holder, in the transaction that makes the need. One that was
  /// collected meanwhile makes the transaction begin again: it then finds no such artifact.
  public static void refer(
      Sql sql, UUID tenant, List<Digest> digests, String holderKind, String holder)
      throws SQLException {
    if (digests.isEmpty()) {
      return;
    }
    int kept =
        sql.row(
                """
                WITH kept AS (
                  SELECT digest FROM artifact WHERE tenant_id = ? AND digest = ANY(?)
                  ORDER BY digest FOR KEY SHARE
                ), referred AS (
                  INSERT INTO artifact_reference (tenant_id, digest, holder_kind, holder_id)
                  SELECT ?, digest, ?, ? FROM kept ON CONFLICT DO NOTHING
                )
                SELECT count(*) AS kept FROM kept
                """,
                row -> row.integer("kept"),
                tenant,
                digests,
                tenant,
                holderKind,
                holder)
            .orElseThrow();
    if (kept < digests.stream().distinct().count()) {
      throw new SQLException("An artifact was collected as garbage", LOST_AGAINST_ANOTHER);
    }
    sql.update(
        """
        UPDATE artifact SET doomed_at = NULL
        WHERE tenant_id = ? AND digest = ANY(?) AND doomed_at IS NOT NULL
        """,
        tenant,
        digests);
  }

  /// Lets go of all that a holder kept.
  public static void release(Sql sql, UUID tenant, String holderKind, String holder)
      throws SQLException {
    sql.update(
        "DELETE FROM artifact_reference WHERE tenant_id = ? AND holder_kind = ? AND holder_id = ?",
        tenant,
        holderKind,
        holder);
  }

  /// The name under which an attempt holds what it made.
  public static String holder(LeaseKey lease) {
    return lease.work() + "/" + lease.fence();
  }

  private void insert(Sql sql, UUID tenant, ArtifactReference reference) throws SQLException {
    FileLocks.arriving(sql, reference.digest());
    if (!filed.test(reference.digest())) {
      throw ArtifactStoreFailure.collected(reference.digest());
    }
    sql.update(
        """
        INSERT INTO artifact (tenant_id, digest, bytes, media_type) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        tenant,
        reference.digest(),
        reference.bytes(),
        reference.mediaType());
    List<Integer> ordinals = new ArrayList<>();
    for (int i = 0; i < reference.parts().size(); i++) {
      ordinals.add(i);
    }
    if (!ordinals.isEmpty()) {
      sql.update(
          """
          INSERT INTO artifact_part (tenant_id, whole, ordinal, part)
          SELECT ?, ?, * FROM unnest(?::integer[], ?::bytea[]) ON CONFLICT DO NOTHING
          """,
          tenant,
          reference.digest(),
          ordinals,
          reference.parts().stream().map(ArtifactReference.Part::digest).toList());
    }
  }

  /// Locks the parts that there are, so that they stay until their whole is written.
  private static Optional<Digest> missingPart(Sql sql, UUID tenant, ArtifactReference reference)
      throws SQLException {
    List<Digest> parts = reference.parts().stream().map(ArtifactReference.Part::digest).toList();
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    Set<Digest> kept =
        Set.copyOf(
            sql.rows(
                """
                SELECT digest FROM artifact WHERE tenant_id = ? AND digest = ANY(?)
                ORDER BY digest FOR KEY SHARE
                """,
                row -> row.digest("digest"),
                tenant,
                parts));
    return parts.stream().filter(part -> !kept.contains(part)).findFirst();
  }

  private static Optional<UUID> tenantOf(Sql sql, LeaseKey lease) throws SQLException {
    return sql.row(
        """
        SELECT w.tenant_id FROM work w
        JOIN attempt a ON a.tenant_id = w.tenant_id AND a.work_id = w.id AND a.fence = w.fence
        WHERE w.id = ? AND w.fence = ? AND a.secret_digest = ? AND a.outcome IS NULL
        """,
        row -> row.id("tenant_id"),
        lease.work(),
        lease.fence(),
        lease.secretDigest());
  }

  private static boolean reaches(Sql sql, UUID tenant, LeaseKey lease, Digest digest)
      throws SQLException {
    List<Digest> roots = new ArrayList<>();
    sql.rows(
        "SELECT request, memo_key FROM work WHERE tenant_id = ? AND id = ?",
        row -> roots.addAll(inputsOf(row.text("request"))),
        tenant,
        lease.work());
    sql.rows(
        """
        SELECT c.state_digest AS digest FROM checkpoint c
        JOIN work w ON w.tenant_id = c.tenant_id AND w.memo_key = c.memo_key
        WHERE w.tenant_id = ? AND w.id = ?
        UNION
        SELECT digest FROM artifact_reference
        WHERE tenant_id = ? AND holder_kind = 'attempt' AND holder_id = ?
        """,
        row -> roots.add(row.digest("digest")),
        tenant,
        lease.work(),
        tenant,
        holder(lease));
    return roots.contains(digest)
        || !sql.rows(
                """
                SELECT 1 AS found FROM artifact_part
                WHERE tenant_id = ? AND part = ? AND whole = ANY(?) LIMIT 1
                """,
                row -> row.integer("found"),
                tenant,
                digest,
                roots)
            .isEmpty();
  }

  private static List<Digest> inputsOf(String request) {
    SequencedMap<String, PortValue> inputs = WorkRequestJson.read(request).inputs();
    return OutputsJson.artifacts(inputs).stream().map(ArtifactReference::digest).toList();
  }

  private static List<ArtifactReference.Part> parts(Sql sql, UUID tenant, Digest whole)
      throws SQLException {
    return sql.rows(
        """
        SELECT p.part, a.bytes FROM artifact_part p
        JOIN artifact a ON a.tenant_id = p.tenant_id AND a.digest = p.part
        WHERE p.tenant_id = ? AND p.whole = ? ORDER BY p.ordinal
        """,
        row -> new ArtifactReference.Part(row.digest("part"), row.number("bytes")),
        tenant,
        whole);
  }
}
