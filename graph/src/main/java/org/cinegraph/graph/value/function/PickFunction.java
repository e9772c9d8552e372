package org.cinegraph.graph.value.function;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;

/// `pick`: one item of a list.
final class PickFunction implements ValueFunction {
  @Override
  public NodeDeclaration declaration() {
    return Declare.type(
            "pick",
            "One item of a list",
            "The item at a place, counted from 0; -1 is the last one. A place outside of the list"
                + " fails.")
        .input("list", "list<any>", "The list, of any type.")
        .parameter("index", "int", "The place.")
        .output("item", "any", "The item.")
        .example(
            """
            graph: pick
            nodes:
              last: {type: pick, with: {list: [red, green, blue], index: -1}}
            outputs:
              color: $last.item
            """);
  }

  @Override
  public SequencedMap<String, PortType> outputs(SequencedMap<String, PortType> given) {
    SequencedMap<String, PortType> ports = new LinkedHashMap<>();
    ports.put(
        "item",
        given.get("list") instanceof PortType.ListOf(PortType element)
            ? element
            : new PortType.Json());
    return ports;
  }

  @Override
  public SequencedMap<String, PortValue> apply(SequencedMap<String, PortValue> values) {
    Given given = new Given(values);
    List<PortValue> items = given.items("list");
    long index = given.integer("index");
    long place = index < 0 ? index + items.size() : index;
    if (place < 0 || place >= items.size()) {
      throw new ValueFailure(
          "no-such-item", "A list of %d has no item %d".formatted(items.size(), index));
    }
    SequencedMap<String, PortValue> outputs = new LinkedHashMap<>();
    outputs.put("item", items.get((int) place));
    return outputs;
  }
}
