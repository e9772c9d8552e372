package org.cinegraph.graph.plan;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.PortValue;

/// Where a planned node gets the value of a port or bound parameter from.
public sealed interface Binding {
  /// The output of another node of the plan.
  ///
  /// @param node id of the producer, smaller than the consumer's
  /// @param producerKey the producer's memo key where it was known at planning. Present: it stands
  ///   for the value in the consumer's memo key. Absent: the digest of the value itself does.
  record FromNode(int node, String port, Optional<Digest> producerKey) implements Binding {
    public FromNode {
      requireNonNull(port, "port is null");
      requireNonNull(producerKey, "producerKey is null");
    }
  }

  /// A value that was known at planning: a graph input or a literal.
  record Given(PortValue value) implements Binding {
    public Given {
      requireNonNull(value, "value is null");
    }
  }

  /// A list of which some items are made in the run.
  record Listed(List<Binding> items) implements Binding {
    public Listed {
      items = List.copyOf(items);
    }
  }

  /// A mapping of which some fields are made in the run.
  record Mapped(SequencedMap<String, Binding> fields) implements Binding {
    public Mapped {
      fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
    }
  }

  /// Every output of another node that is in it.
  default Stream<FromNode> fromNodes() {
    return switch (this) {
      case FromNode from -> Stream.of(from);
      case Given _ -> Stream.empty();
      case Listed(List<Binding> items) -> items.stream().flatMap(Binding::fromNodes);
      case Mapped(SequencedMap<String, Binding> fields) ->
          fields.values().stream().flatMap(Binding::fromNodes);
    };
  }

  /// Whether the memo keys of the producers stand for all of it.
  default boolean isKeyed() {
    return fromNodes().allMatch(from -> from.producerKey().isPresent());
  }
}
