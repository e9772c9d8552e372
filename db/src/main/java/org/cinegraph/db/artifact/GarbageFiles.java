package org.cinegraph.db.artifact;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.cinegraph.db.Database;
import org.cinegraph.db.store.ArtifactStore;
import org.cinegraph.db.store.StoreFiles;
import org.cinegraph.db.store.StoredFile;
import org.cinegraph.graph.digest.Digest;

/// Files that are older than the grace and of which no tenant has a row: of artifacts whose rows
/// were removed, of a process that died between file and row, of uploads that broke off.
final class GarbageFiles {
  private static final int BATCH = 100;

  private final Database database;
  private final StoreFiles files;
  private final InstantSource clock;
  private final Duration grace;
  private final boolean dryRun;

  GarbageFiles(
      Database database, ArtifactStore store, InstantSource clock, Duration grace, boolean dryRun) {
    this.database = database;
    this.files = store.files();
    this.clock = clock;
    this.grace = grace;
    this.dryRun = dryRun;
  }

  List<Path> folders() {
    return files.folders();
  }

  /// @param artifacts hears what was deleted of those with a digest
  /// @param leftovers hears what was deleted of those without
  void collect(Path folder, Consumer<Amount> artifacts, Consumer<Amount> leftovers) {
    Instant before = clock.instant().minus(grace);
    List<StoredFile> old =
        files.in(folder).stream().filter(file -> !file.written().isAfter(before)).toList();
    for (StoredFile file : old) {
      if (file.digest().isEmpty()) {
        delete(file);
        leftovers.accept(new Amount(1, file.bytes()));
      }
    }
    List<StoredFile> named = old.stream().filter(file -> file.digest().isPresent()).toList();
    for (int from = 0; from < named.size(); from += BATCH) {
      List<StoredFile> batch = named.subList(from, Math.min(named.size(), from + BATCH));
      artifacts.accept(deleteUnknown(batch, before));
    }
  }

  /// Looks first without locks: nearly all files have a row.
  private Amount deleteUnknown(List<StoredFile> batch, Instant before) {
    List<StoredFile> unknown =
        withoutRow(batch, database.transaction(sql -> GarbageRows.known(sql, digests(batch))));
    if (unknown.isEmpty()) {
      return Amount.NONE;
    }
    return database.transaction(sql -> {
      FileLocks.deleting(sql, digests(unknown));
      Amount deleted = Amount.NONE;
      for (StoredFile file : withoutRow(unknown, GarbageRows.known(sql, digests(unknown)))) {
        // It may have been put again since it was looked at.
        Optional<StoredFile> now = files.look(file.path());
        if (now.isPresent() && !now.get().written().isAfter(before)) {
          delete(file);
          deleted = deleted.plus(1, file.bytes());
        }
      }
      return deleted;
    });
  }

  private void delete(StoredFile file) {
    if (!dryRun) {
      files.delete(file);
    }
  }

  private static List<StoredFile> withoutRow(List<StoredFile> files, List<Digest> known) {
    Set<Digest> rows = new LinkedHashSet<>(known);
    return files.stream().filter(file -> !rows.contains(file.digest().orElseThrow())).toList();
  }

  private static List<Digest> digests(List<StoredFile> files) {
    List<Digest> digests = new ArrayList<>();
    files.forEach(file -> digests.add(file.digest().orElseThrow()));
    return digests;
  }
}
