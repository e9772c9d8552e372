package org.cinegraph.graph.declaration;

import static java.util.Objects.requireNonNull;

import org.cinegraph.graph.type.PortType;

/// A port that a node fills.
///
/// @param text one line of documentation
public record OutputPort(String name, PortType type, String text) {
  public OutputPort {
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
    requireNonNull(text, "text is null");
  }
}
