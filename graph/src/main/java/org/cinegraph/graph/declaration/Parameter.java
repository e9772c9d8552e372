package org.cinegraph.graph.declaration;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.Value;

/// A scalar that an author sets.
///
/// @param type an inline type
/// @param fallback the value of a parameter that the graph does not name; absent: the graph must.
///   Nothing: the parameter is then absent for the node type too, which no value of its type says
/// @param range inclusive bounds of an int or float
/// @param text one line of documentation, with the unit
public record Parameter(
    String name, PortType type, Optional<Value> fallback, Optional<Range> range, String text) {
  public Parameter {
    requireNonNull(name, "name is null");
    if (!type.isInline()) {
      throw new IllegalArgumentException(
          "Parameter " + name + " must be inline: " + type.written());
    }
    requireNonNull(fallback, "fallback is null");
    requireNonNull(range, "range is null");
    requireNonNull(text, "text is null");
  }

  /// Inclusive bounds.
  public record Range(double least, double most) {
    public Range {
      if (!(least <= most)) {
        throw new IllegalArgumentException("Empty range " + least + " to " + most);
      }
    }
  }

  public static Parameter required(String name, PortType type, String text) {
    return new Parameter(name, type, Optional.empty(), Optional.empty(), text);
  }

  public static Parameter optional(String name, PortType type, Value fallback, String text) {
    return new Parameter(name, type, Optional.of(fallback), Optional.empty(), text);
  }

  /// One that is absent where the graph does not name it.
  public static Parameter open(String name, PortType type, String text) {
    return optional(name, type, new Value.Nothing(), text);
  }

  /// Whether it may be absent.
  public boolean isOpen() {
    return fallback.filter(value -> value instanceof Value.Nothing).isPresent();
  }

  /// The same parameter, held to the bounds.
  public Parameter between(double least, double most) {
    return new Parameter(name, type, fallback, Optional.of(new Range(least, most)), text);
  }
}
