package org.cinegraph.workflows;

import java.util.UUID;

/// What a run's workflow is started with: names alone, never content.
public record RunInput(UUID tenant, UUID run, int epoch, int interpreterVersion) {}
