package org.cinegraph.server.api;

import java.time.Duration;
import org.cinegraph.db.Database;
import org.cinegraph.db.Notifications;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.store.ArtifactStore;
import org.cinegraph.scheduler.progress.ProgressBoard;
import org.cinegraph.scheduler.progress.WaitReasons;

/// What the control service needs of the process that it runs in.
///
/// @param catalogPatience how long a check waits for the first worker ever
/// @param leastGrace that a collection of garbage may be asked to keep
public record Surroundings(
    Database database,
    Plans plans,
    ArtifactStore store,
    Notifications notifications,
    ProgressBoard progress,
    WaitReasons waits,
    Offers offers,
    RunStarter starter,
    IdSource ids,
    ServerFacts facts,
    Duration catalogPatience,
    Duration leastGrace) {
  /// The patience of design and documentation.
  public static final Duration USUAL_PATIENCE = Duration.ofSeconds(10);
}
