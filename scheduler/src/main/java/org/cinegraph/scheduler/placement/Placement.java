package org.cinegraph.scheduler.placement;

import java.util.UUID;

/// A work and the worker that is to have it.
public record Placement(UUID work, UUID worker) {}
