package org.cinegraph.graph.value.function;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cinegraph.graph.type.PortType;
import org.jspecify.annotations.Nullable;

/// The type of a port that carries a list of whatever a function was given.
final class Generic {
  private Generic() {}

  /// @param given the type of the list that is handed on; where it is not known, what it holds is
  ///   checked once it is there
  static SequencedMap<String, PortType> port(String name, @Nullable PortType given) {
    SequencedMap<String, PortType> ports = new LinkedHashMap<>();
    ports.put(
        name,
        given instanceof PortType.ListOf list ? list : new PortType.ListOf(new PortType.Json()));
    return ports;
  }
}
