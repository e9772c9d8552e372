package org.cinegraph.graph.value.function;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// What `$node.port.field[0]` stands for: a part of a value.
public final class PartFunction implements ValueFunction {
  public static final String TYPE = "part";
  public static final String WHOLE = "whole";
  public static final String PATH = "path";
  public static final String PART = "part";

  @Override
  public NodeDeclaration declaration() {
    return Declare.type(TYPE, "A part of a value", "Follows fields and places into a value.")
        .input(WHOLE, "any", "A list or a mapping.")
        .parameter(PATH, "json", "Names of fields and places in lists, one after the other.")
        .output(PART, "any", "What is there.")
        .example("");
  }

  @Override
  public SequencedMap<String, PortValue> apply(SequencedMap<String, PortValue> values) {
    Given given = new Given(values);
    PortValue at = given.any(WHOLE);
    for (PortValue step : given.items(PATH)) {
      at = into(at, Given.inline(step).orElseThrow());
    }
    SequencedMap<String, PortValue> outputs = new LinkedHashMap<>();
    outputs.put(PART, at);
    return outputs;
  }

  /// @param step the name of a field, or a place
  /// @throws ValueFailure there is nothing
  public static PortValue into(PortValue whole, Value step) {
    return switch (step) {
      case Value.Text(String name) -> field(whole, name);
      case Value.Int(long place) -> item(whole, place);
      case Value.Nothing _, Value.Float _, Value.Bool _, Value.Items _, Value.Fields _ ->
          throw new IllegalArgumentException("A step is a name or a place");
    };
  }

  private static PortValue field(PortValue whole, String name) {
    if (!(whole instanceof PortValue.Inline(Value.Fields(SequencedMap<String, Value> fields)))) {
      throw new ValueFailure("no-such-field", "It has no field " + name + ": it is no mapping");
    }
    Value field = fields.get(name);
    if (field == null) {
      throw new ValueFailure(
          "no-such-field",
          "It has no field %s: expected %s"
              .formatted(
                  name,
                  fields.isEmpty() ? "none" : "one of " + String.join(", ", fields.keySet())));
    }
    return new PortValue.Inline(field);
  }

  private static PortValue item(PortValue whole, long place) {
    Optional<List<PortValue>> items = PortValue.items(whole);
    if (items.isEmpty()) {
      throw new ValueFailure("no-such-item", "It has no item " + place + ": it is no list");
    }
    if (place >= items.get().size()) {
      throw new ValueFailure(
          "no-such-item", "A list of %d has no item %d".formatted(items.get().size(), place));
    }
    return items.get().get((int) place);
  }
}
