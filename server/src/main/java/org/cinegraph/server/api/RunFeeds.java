package org.cinegraph.server.api;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.cinegraph.db.Notifications;
import org.cinegraph.db.run.RunRow;

/// The feeds of the runs that are being watched here: made for the first watcher of a run, let go
/// with the last one.
final class RunFeeds {
  private final RunLook look;
  private final RunWakes wakes;
  private final Map<UUID, Open> open = new HashMap<>();

  RunFeeds(RunLook look, RunWakes wakes) {
    this.look = look;
    this.wakes = wakes;
  }

  private record Open(RunFeed feed, Notifications.Subscription subscription) {}

  /// A watcher's hold on a feed.
  record Hold(RunFeed feed, Runnable letGo) implements AutoCloseable {
    @Override
    public void close() {
      letGo.run();
    }
  }

  /// @param woken called, from any thread, when the run may have new events
  synchronized Hold open(RunRow run, Runnable woken) {
    RunFeed feed = open.computeIfAbsent(run.id(), _ -> begin(run)).feed();
    feed.add(woken);
    return new Hold(feed, () -> letGo(run.id(), feed, woken));
  }

  private Open begin(RunRow run) {
    RunFeed feed = new RunFeed(run, look, System::nanoTime);
    String id = run.id().toString();
    Notifications.Subscription subscription =
        wakes.listen(woken -> {
          if (woken.isEmpty() || woken.equals(id)) {
            feed.wake();
          }
        });
    return new Open(feed, subscription);
  }

  private synchronized void letGo(UUID run, RunFeed feed, Runnable woken) {
    Open held = open.get(run);
    if (feed.remove(woken) && held != null && held.feed() == feed) {
      open.remove(run);
      held.subscription().close();
    }
  }
}
