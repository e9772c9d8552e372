package org.cinegraph.graph.value.function;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;

/// A node type that is a pure function of what it is given: equal values give equal values, on
/// every machine and for ever. A change of what one computes is a new version of its declaration
/// and of the interpreter.
public interface ValueFunction {
  NodeDeclaration declaration();

  /// The types of its ports where it is given such types; absent names are not given or unknown. A
  /// function that hands on what it was given says so here.
  default SequencedMap<String, PortType> outputs(SequencedMap<String, PortType> given) {
    SequencedMap<String, PortType> ports = new LinkedHashMap<>();
    declaration().outputs().forEach(port -> ports.put(port.name(), port.type()));
    return ports;
  }

  /// Computes.
  ///
  /// @param given a value of the declared type for each port and parameter; open optional ports are
  ///   not in it
  /// @throws ValueFailure what it was given cannot be computed with
  SequencedMap<String, PortValue> apply(SequencedMap<String, PortValue> given);
}
