package org.cinegraph.nodes.sdk;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.cinegraph.graph.value.Value;

/// The parameters of a computation, complete: what the graph left out has its declared fallback,
/// and types and ranges have been checked. Asking for an undeclared name or another type is a
/// defect of the node type.
public record Parameters(SequencedMap<String, Value> values) {
  public Parameters {
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }

  public Value value(String name) {
    return requireNonNull(values.get(name), () -> "No parameter is declared as " + name);
  }

  /// Whether a parameter that may be absent is there.
  public boolean isSet(String name) {
    return !(value(name) instanceof Value.Nothing);
  }

  public String text(String name) {
    return text(name, value(name));
  }

  public Optional<String> textIfSet(String name) {
    return isSet(name) ? Optional.of(text(name)) : Optional.empty();
  }

  public OptionalDouble numberIfSet(String name) {
    return isSet(name) ? OptionalDouble.of(number(name)) : OptionalDouble.empty();
  }

  public OptionalInt smallIntegerIfSet(String name) {
    return isSet(name) ? OptionalInt.of(smallInteger(name)) : OptionalInt.empty();
  }

  public long integer(String name) {
    return switch (value(name)) {
      case Value.Int(long number) -> number;
      case Value other -> throw mismatch(name, "int", other);
    };
  }

  public int smallInteger(String name) {
    return Math.toIntExact(integer(name));
  }

  public double number(String name) {
    return number(name, value(name));
  }

  /// The elements of a `list<text>`.
  public List<String> texts(String name) {
    return items(name).stream().map(item -> text(name, item)).toList();
  }

  /// The elements of a `list<float>` or `list<int>`.
  public List<Double> numbers(String name) {
    return items(name).stream().map(item -> number(name, item)).toList();
  }

  public boolean flag(String name) {
    return switch (value(name)) {
      case Value.Bool(boolean flag) -> flag;
      case Value other -> throw mismatch(name, "boolean", other);
    };
  }

  private List<Value> items(String name) {
    return switch (value(name)) {
      case Value.Items(List<Value> items) -> items;
      case Value other -> throw mismatch(name, "list", other);
    };
  }

  private static String text(String name, Value value) {
    return switch (value) {
      case Value.Text(String text) -> text;
      case Value other -> throw mismatch(name, "text", other);
    };
  }

  private static double number(String name, Value value) {
    return switch (value) {
      case Value.Float(double number) -> number;
      case Value.Int(long number) -> number;
      case Value other -> throw mismatch(name, "float", other);
    };
  }

  private static IllegalStateException mismatch(String name, String wanted, Value found) {
    return new IllegalStateException(
        "Parameter " + name + " was read as " + wanted + " but holds " + found);
  }
}
