package org.cinegraph.db.work;

import org.cinegraph.graph.value.ArtifactReference;

/// Where a computation can go on.
///
/// @param fingerprint of the machine and software that wrote it
/// @param equivalent reached over a checkpoint of another fingerprint
public record SavedCheckpoint(
    int nextStep, int steps, ArtifactReference state, byte[] fingerprint, boolean equivalent) {}
