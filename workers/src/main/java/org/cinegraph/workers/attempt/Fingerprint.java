package org.cinegraph.workers.attempt;

import java.util.SequencedMap;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.Value;

/// Everything besides its memo key that the bits of a computation can depend on. Two attempts of
/// one fingerprint make the same bits from the same state.
///
/// @param ingredients by name, each as it is written into logs
record Fingerprint(SequencedMap<String, Value> ingredients) {
  Digest digest() {
    return CanonicalJson.digest(new Value.Fields(ingredients));
  }
}
