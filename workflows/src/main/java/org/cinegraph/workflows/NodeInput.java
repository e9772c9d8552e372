package org.cinegraph.workflows;

import java.util.UUID;

/// What the activity of a node is given.
///
/// @param node its number in the plan
public record NodeInput(UUID tenant, UUID run, int epoch, int node) {}
