package org.cinegraph.graph.unroll;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.cinegraph.graph.value.PortValue;

/// Where a value comes from, as far as it can be told before the run.
public sealed interface Source {
  /// It is known.
  record Known(PortValue value) implements Source {}

  /// A node makes it in the run.
  ///
  /// @param node its place among the unrolled nodes
  record Made(int node, String port) implements Source {}

  /// A list of values, of which some are made in the run.
  ///
  /// @param whole the node that puts the list together, where there is one
  record Listed(List<Source> items, Optional<Made> whole) implements Source {
    public Listed {
      items = List.copyOf(items);
    }
  }

  /// A mapping of values, of which some are made in the run.
  record Mapped(SequencedMap<String, Source> fields) implements Source {
    public Mapped {
      fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
    }
  }

  /// Nothing: it was left out, and it is known before the run that it is.
  record LeftOut() implements Source {}

  /// Something that cannot be told before a list of the run is known.
  ///
  /// @param node the fan-out that waits for the list, or a node behind it
  record Unknown(int node) implements Source {}

  /// Every place where something is made that it needs.
  default Stream<Integer> nodes() {
    return switch (this) {
      case Known _, LeftOut _ -> Stream.empty();
      case Made(int node, String _) -> Stream.of(node);
      case Unknown(int node) -> Stream.of(node);
      case Listed(List<Source> items, Optional<Made> whole) ->
          whole.isPresent() ? Stream.of(whole.get().node()) : items.stream().flatMap(Source::nodes);
      case Mapped(SequencedMap<String, Source> fields) ->
          fields.values().stream().flatMap(Source::nodes);
    };
  }

  /// Whether it, or something in it, was left out.
  default boolean isLeftOut() {
    return switch (this) {
      case LeftOut _ -> true;
      case Known _, Made _, Unknown _ -> false;
      case Listed(List<Source> items, Optional<Made> whole) ->
          whole.isEmpty() && items.stream().anyMatch(Source::isLeftOut);
      case Mapped(SequencedMap<String, Source> fields) ->
          fields.values().stream().anyMatch(Source::isLeftOut);
    };
  }

  /// Whether it, or something in it, cannot be told yet.
  default boolean isUnknown() {
    return switch (this) {
      case Unknown _ -> true;
      case Known _, Made _, LeftOut _ -> false;
      case Listed(List<Source> items, Optional<Made> whole) ->
          whole.isEmpty() && items.stream().anyMatch(Source::isUnknown);
      case Mapped(SequencedMap<String, Source> fields) ->
          fields.values().stream().anyMatch(Source::isUnknown);
    };
  }
}
