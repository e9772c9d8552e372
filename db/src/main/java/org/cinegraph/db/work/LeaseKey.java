package org.cinegraph.db.work;

import java.util.UUID;
import org.cinegraph.graph.digest.Digest;

/// Which lease a message of a worker belongs to. All three must fit, or the message changes
/// nothing.
public record LeaseKey(UUID work, long fence, Digest secretDigest) {}
