package org.cinegraph.server.api;

import org.cinegraph.db.CrashPoint;
import org.cinegraph.db.run.RunRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the workflow of a run's epoch behind the back of a caller. The run is stored: its caller
/// need not wait for Temporal, and the reconciler starts what this does not.
final class BeginRun {
  private static final Logger LOG = LoggerFactory.getLogger(BeginRun.class);

  private final RunStarter starter;

  BeginRun(RunStarter starter) {
    this.starter = starter;
  }

  void begin(RunRow run) {
    if (run.state().ended()) {
      return;
    }
    Thread.ofVirtual()
        .name("start-run")
        .start(() -> {
          try {
            CrashPoint.RUN_STORED.reached();
            starter.start(run.tenant(), run.id(), run.epoch());
            CrashPoint.RUN_STARTED.reached();
          } catch (RuntimeException e) {
            LOG.warn("run={} start=failed reason={}", run.id(), e.getMessage());
          }
        });
  }
}
