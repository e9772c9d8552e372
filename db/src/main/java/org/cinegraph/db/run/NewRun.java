package org.cinegraph.db.run;

import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.PortValue;

/// What a client asks for.
///
/// @param id a fresh UUIDv7
/// @param requestDigest of (graph version, inputs, options), and of what it repeats
/// @param inputs complete: declared defaults filled in
/// @param repeats the run that it does again
public record NewRun(
    UUID tenant,
    UUID id,
    String graph,
    Digest graphVersion,
    String idempotencyKey,
    Digest requestDigest,
    SequencedMap<String, PortValue> inputs,
    int priority,
    RunSettings settings,
    String principal,
    Optional<Repeat> repeats) {

  /// @param run the first one
  /// @param refresh what is computed anew: `*`: every node; else a node and all that depends on it
  public record Repeat(UUID run, String refresh, String why) {
    public static final String EVERYTHING = "*";

    boolean isRerun() {
      return refresh.equals(EVERYTHING);
    }
  }
}
