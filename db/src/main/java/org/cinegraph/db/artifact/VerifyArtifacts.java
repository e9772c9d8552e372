package org.cinegraph.db.artifact;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.cinegraph.db.Database;
import org.cinegraph.db.Row;
import org.cinegraph.db.Sql;
import org.cinegraph.db.store.ArtifactStore;
import org.cinegraph.db.store.ArtifactStoreFailure;
import org.cinegraph.db.verb.Asking;
import org.cinegraph.db.verb.Audit;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.value.ArtifactReference;

/// Reads every artifact of a tenant again and compares it with its name. Memory does not grow with
/// the store. What is bad is named with all that refers to it; it is computed again where a node
/// next needs it.
public final class VerifyArtifacts {
  private static final int PAGE = 100;
  private static final int MOST_HOLDERS = 20;
  private static final long TELL_EVERY_BYTES = 64 << 20;

  private final Database database;
  private final ArtifactStore store;

  public VerifyArtifacts(Database database, ArtifactStore store) {
    this.database = database;
    this.store = store;
  }

  /// What is told on the way.
  public sealed interface Step {
    /// @param inAll as they were when it began
    /// @param finished everything was looked at
    record Progress(Amount looked, Amount inAll, long bad, boolean finished) implements Step {}

    /// @param bytesFound absent: there is no file
    /// @param heldBy what refers to it, or to a whole that it is a part of
    /// @param dropped the file was taken out of the way
    record Bad(
        ArtifactReference reference,
        Path path,
        Optional<Long> bytesFound,
        Failure failure,
        List<String> heldBy,
        boolean dropped)
        implements Step {}
  }

  /// @param drop takes altered files out of the way, so that they are missing for everybody at once
  /// @param told may throw to end it
  public void verify(Asking asking, boolean drop, Consumer<Step> told) {
    UUID tenant = asking.tenant();
    if (drop) {
      database.run(sql ->
          Audit.write(
              sql, asking, "verify-drop", "store", List.of("Altered files are taken away")));
    }
    Amount inAll = inAll(tenant);
    Amount looked = Amount.NONE;
    long bad = 0;
    long toldAt = 0;
    Optional<Digest> after = Optional.empty();
    do {
      List<ArtifactReference> page = page(tenant, after);
      for (ArtifactReference reference : page) {
        Optional<Step.Bad> found = look(tenant, reference, drop);
        if (found.isPresent()) {
          told.accept(found.get());
          bad++;
        }
        looked = looked.plus(1, reference.bytes());
        if (looked.bytes() - toldAt >= TELL_EVERY_BYTES) {
          toldAt = looked.bytes();
          told.accept(new Step.Progress(looked, inAll, bad, false));
        }
      }
      after = page.size() < PAGE ? Optional.empty() : Optional.of(page.getLast().digest());
      told.accept(new Step.Progress(looked, inAll, bad, after.isEmpty()));
    } while (after.isPresent());
  }

  private Optional<Step.Bad> look(UUID tenant, ArtifactReference reference, boolean drop) {
    try {
      store.verify(reference.digest());
      return Optional.empty();
    } catch (ArtifactStoreFailure failed) {
      return bad(tenant, reference, failed, drop);
    }
  }

  private Optional<Step.Bad> bad(
      UUID tenant, ArtifactReference reference, ArtifactStoreFailure failed, boolean drop) {
    Digest digest = reference.digest();
    Optional<Long> found = store.files().look(store.place(digest)).map(file -> file.bytes());
    Optional<List<String>> heldBy = database.transaction(sql -> heldBy(sql, tenant, digest));
    if (heldBy.isEmpty()) {
      return Optional.empty();
    }
    boolean dropped = drop && failed.failure().code().equals(ArtifactStoreFailure.ALTERED);
    if (dropped) {
      store.setAside(digest);
    }
    return Optional.of(
        new Step.Bad(
            reference, store.place(digest), found, failed.failure(), heldBy.get(), dropped));
  }

  /// @return empty: it was collected as garbage meanwhile
  private static Optional<List<String>> heldBy(Sql sql, UUID tenant, Digest digest)
      throws SQLException {
    boolean known = Artifacts.unknown(sql, tenant, List.of(digest)).isEmpty();
    if (!known) {
      return Optional.empty();
    }
    return Optional.of(
        sql.rows(
            """
            SELECT DISTINCT holder_kind, holder_id FROM artifact_reference
            WHERE tenant_id = ? AND digest IN (
              SELECT ?::bytea UNION
              SELECT whole FROM artifact_part WHERE tenant_id = ? AND part = ?)
            ORDER BY holder_kind, holder_id LIMIT ?
            """,
            row -> row.text("holder_kind") + " " + row.text("holder_id"),
            tenant,
            digest,
            tenant,
            digest,
            MOST_HOLDERS));
  }

  private Amount inAll(UUID tenant) {
    return database.transaction(sql ->
        sql.row(
                """
                SELECT count(*) AS artifacts, coalesce(sum(bytes), 0)::bigint AS bytes
                FROM artifact WHERE tenant_id = ?
                """,
                row -> new Amount(row.number("artifacts"), row.number("bytes")),
                tenant)
            .orElseThrow());
  }

  private List<ArtifactReference> page(UUID tenant, Optional<Digest> after) {
    return database.transaction(sql ->
        sql.rows(
            """
            SELECT digest, bytes, media_type FROM artifact
            WHERE tenant_id = ? AND (?::bytea IS NULL OR digest > ?) ORDER BY digest LIMIT ?
            """,
            VerifyArtifacts::reference,
            tenant,
            after,
            after,
            PAGE));
  }

  private static ArtifactReference reference(Row row) throws SQLException {
    return new ArtifactReference(
        row.digest("digest"), row.number("bytes"), row.text("media_type"), List.of());
  }
}
