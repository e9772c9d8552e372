package org.cinegraph.server.stack;

import java.util.List;

/// What a killed stack may have left running. Its processes end by themselves within seconds;
/// whoever is still there when the next stack starts is ended at once. Nothing is lost by that:
/// what they acknowledged is on the disk.
final class LastStack {
  private static final int TRIES = 200;
  private static final long PAUSE_MILLIS = 20;

  private final Home home;

  LastStack(Home home) {
    this.home = home;
  }

  void end() {
    List<ProcessIdentity> left =
        StackState.read(home).stream()
            .flatMap(state -> state.processes().values().stream())
            .filter(ProcessIdentity::isAlive)
            .toList();
    left.forEach(ProcessIdentity::kill);
    for (int i = 0; i < TRIES && left.stream().anyMatch(ProcessIdentity::isAlive); i++) {
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
