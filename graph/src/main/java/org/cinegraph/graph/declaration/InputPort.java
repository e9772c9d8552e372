package org.cinegraph.graph.declaration;

import static java.util.Objects.requireNonNull;

import org.cinegraph.graph.type.PortType;

/// A port that takes a value made elsewhere.
///
/// @param required whether a graph that leaves the port open is refused
/// @param text one line of documentation
public record InputPort(String name, PortType type, boolean required, String text) {
  public InputPort {
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
    requireNonNull(text, "text is null");
  }
}
