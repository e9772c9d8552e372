package org.cinegraph.db.work;

import java.util.UUID;
import org.cinegraph.graph.digest.Digest;

/// The wish to lease a work to a worker.
///
/// @param secretDigest SHA-256 of the secret that the worker gets
public record Grant(UUID tenant, UUID work, UUID worker, Digest secretDigest) {}
