package org.cinegraph.db.run;

import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.PortValue;

/// What a client asks for.
///
/// @param id a fresh UUIDv7
/// @param requestDigest of (graph version, inputs, options)
/// @param inputs complete: declared defaults filled in
/// @param segmentSize nodes per segment; 0 means the usual number
public record NewRun(
    UUID tenant,
    UUID id,
    String graph,
    Digest graphVersion,
    String idempotencyKey,
    Digest requestDigest,
    SequencedMap<String, PortValue> inputs,
    int priority,
    int segmentSize,
    String principal) {}
