package org.cinegraph.graph.plan;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cinegraph.graph.value.PortValue;

/// How a node ended that another one waits for.
public sealed interface ProducerEnd {
  /// It has outputs.
  record Made(SequencedMap<String, PortValue> outputs) implements ProducerEnd {
    public Made {
      outputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outputs));
    }
  }

  /// A branch left it out.
  record LeftOut() implements ProducerEnd {}

  /// It failed, or something before it did.
  record Failed(String reason) implements ProducerEnd {
    public Failed {
      requireNonNull(reason, "reason is null");
    }
  }
}
