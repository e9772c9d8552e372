package org.cinegraph.db.artifact;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.cinegraph.db.CrashPoint;
import org.cinegraph.db.Database;
import org.cinegraph.db.run.Memo;
import org.cinegraph.db.store.ArtifactStore;
import org.cinegraph.db.verb.Asking;
import org.cinegraph.db.verb.Audit;
import org.cinegraph.graph.digest.Digest;

/// Collects the artifacts that nothing refers to, in two visits at least the grace apart: the first
/// marks them, the second removes them, rows before files. A new reference or another put takes the
/// mark away, under the lock of the row. Runs beside everything else, also beside itself.
///
/// Memo entries are references: what was computed stays until the runs that asked for it are
/// deleted, or until somebody has results forgotten by their age.
public final class CollectGarbage {
  /// Longer than a lease lives without its worker and an upload takes.
  public static final Duration USUAL_GRACE = Duration.ofHours(1);

  /// Anything longer is a mistake of the caller.
  public static final Duration LONGEST_GRACE = Duration.ofDays(3650);

  private final Database database;
  private final ArtifactStore store;
  private final InstantSource clock;

  public CollectGarbage(Database database, ArtifactStore store, InstantSource clock) {
    this.database = database;
    this.store = store;
    this.clock = clock;
  }

  /// What somebody wants.
  ///
  /// @param grace from the mark to the removal
  /// @param results how long results are remembered; absent: as long as a run asks for them
  /// @param dryRun changes nothing and says what would be
  public record Wish(Duration grace, Optional<Duration> results, boolean dryRun) {}

  /// @param progress hears how far it is, often; it may throw to end the collection
  public GarbageReport collect(Asking asking, Wish wish, Consumer<GarbageReport> progress) {
    UUID tenant = asking.tenant();
    Duration grace = wish.grace();
    boolean dryRun = wish.dryRun();
    GarbageReport report = GarbageReport.NOTHING;
    if (!dryRun) {
      database.run(sql -> {
        Audit.write(sql, asking, "gc", "store", List.of("A collection of garbage was begun"));
        GarbageRows.dropStaleHolds(sql, tenant, grace);
      });
    }
    if (wish.results().isPresent()) {
      report = report.results(forget(tenant, wish.results().get(), dryRun));
      progress.accept(report);
    }
    report = report.removed(remove(tenant, grace, dryRun));
    progress.accept(report);
    report = report.waiting(database.transaction(sql -> GarbageRows.waiting(sql, tenant, grace)));
    report = report.marked(mark(tenant, wish));
    progress.accept(report);
    GarbageFiles files = new GarbageFiles(database, store, clock, grace, dryRun);
    for (Path folder : files.folders()) {
      Tally tally = new Tally(report);
      files.collect(folder, tally::files, tally::leftovers);
      report = tally.report;
      progress.accept(report);
    }
    return report;
  }

  private Amount remove(UUID tenant, Duration grace, boolean dryRun) {
    Amount removed = Amount.NONE;
    Optional<Digest> after = Optional.empty();
    do {
      Optional<Digest> from = after;
      GarbageRows.Page page =
          database.transaction(sql -> GarbageRows.remove(sql, tenant, from, grace, dryRun));
      removed = removed.plus(page.amount());
      after = page.last();
      if (!dryRun && page.amount().count() > 0) {
        CrashPoint.ARTIFACT_FORGOTTEN.reached();
      }
    } while (after.isPresent());
    return removed;
  }

  /// Rows go before files: what only these results kept is marked by the same visit.
  private long forget(UUID tenant, Duration age, boolean dryRun) {
    if (dryRun) {
      return database.transaction(sql -> Memo.countOlder(sql, tenant, age));
    }
    long forgotten = 0;
    int page;
    do {
      page = database.transaction(sql -> Memo.forgetOlder(sql, tenant, age, GarbageRows.PAGE));
      forgotten += page;
    } while (page == GarbageRows.PAGE);
    return forgotten;
  }

  private Amount mark(UUID tenant, Wish wish) {
    Amount marked = Amount.NONE;
    Optional<Digest> after = Optional.empty();
    do {
      Optional<Digest> from = after;
      GarbageRows.Page page =
          database.transaction(sql -> GarbageRows.mark(sql, tenant, from, wish));
      marked = marked.plus(page.amount());
      after = page.last();
    } while (after.isPresent());
    return marked;
  }

  private static final class Tally {
    private GarbageReport report;

    Tally(GarbageReport report) {
      this.report = report;
    }

    void files(Amount deleted) {
      report = report.files(deleted);
    }

    void leftovers(Amount deleted) {
      report = report.leftovers(deleted);
    }
  }
}
