package org.cinegraph.graph.value.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// Takes what a function was given apart. Types were checked before; what fails here is a defect.
record Given(SequencedMap<String, PortValue> values) {

  String text(String name) {
    return value(name) instanceof Value.Text(String text) ? text : wrong(name);
  }

  long integer(String name) {
    return value(name) instanceof Value.Int(long number) ? number : this.<Long>wrong(name);
  }

  double decimal(String name) {
    return switch (value(name)) {
      case Value.Float(double number) -> number;
      case Value.Int(long number) -> (double) number;
      case Value.Nothing _, Value.Text _, Value.Bool _, Value.Items _, Value.Fields _ ->
          this.<Double>wrong(name);
    };
  }

  boolean flag(String name) {
    return value(name) instanceof Value.Bool(boolean flag) ? flag : this.<Boolean>wrong(name);
  }

  Value value(String name) {
    return inline(any(name)).orElseGet(() -> this.<Value>wrong(name));
  }

  PortValue any(String name) {
    return find(name).orElseGet(() -> this.<PortValue>wrong(name));
  }

  Optional<PortValue> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// The items of a list, however it was put together.
  List<PortValue> items(String name) {
    return PortValue.items(any(name)).orElseGet(() -> this.<List<PortValue>>wrong(name));
  }

  /// The value, if it and everything in it travels inline.
  static Optional<Value> inline(PortValue value) {
    return switch (value) {
      case PortValue.Inline(Value inline) -> Optional.of(inline);
      case PortValue.Artifact _ -> Optional.empty();
      case PortValue.Many(List<PortValue> items) -> {
        List<Value> inline = new ArrayList<>(items.size());
        items.forEach(item -> inline(item).ifPresent(inline::add));
        yield inline.size() == items.size()
            ? Optional.of(new Value.Items(inline))
            : Optional.empty();
      }
    };
  }

  private <T> T wrong(String name) {
    throw new IllegalArgumentException(name + " is missing or of another type: unchecked");
  }
}
