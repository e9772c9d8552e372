package org.cinegraph.db.work;

import org.cinegraph.graph.value.ArtifactReference;

/// Where a computation can go on.
///
/// @param fingerprint of the machine and software that wrote it
public record SavedCheckpoint(
    int nextStep, int steps, ArtifactReference state, byte[] fingerprint) {}
