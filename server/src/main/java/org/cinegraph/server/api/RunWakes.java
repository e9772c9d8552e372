package org.cinegraph.server.api;

import org.cinegraph.db.Notifications;

/// Tells watchers that a run has new events. A hint: whoever waits sweeps as well.
@FunctionalInterface
interface RunWakes {
  /// @param woken called with a run's id, or with an empty text where any run may have changed
  Notifications.Subscription listen(java.util.function.Consumer<String> woken);
}
