package org.cinegraph.db.work;

import java.util.UUID;
import org.cinegraph.graph.digest.Digest;

/// A lease without an outcome: what capacity is counted from.
public record OpenLease(
    UUID tenant,
    UUID work,
    long fence,
    UUID worker,
    Digest secretDigest,
    WorkRequest request,
    boolean stopRequested) {}
