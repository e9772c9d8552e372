package org.cinegraph.server.api;

import java.util.UUID;

/// Starts the workflow of a run that is stored. A start that fails is made good by the reconciler.
@FunctionalInterface
public interface RunStarter {
  void start(UUID tenant, UUID run, int epoch);
}
