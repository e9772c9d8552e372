package org.cinegraph.graph.value.function;

import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// `slice`: some items of a list that stand together.
final class SliceFunction implements ValueFunction {
  @Override
  public NodeDeclaration declaration() {
    return Declare.type(
            "slice",
            "Several items of a list",
            "The items from a place on, counted from 0; -2 is the last but one. Where the list has"
                + " fewer items, what there is.")
        .input("list", "list<any>", "The list, of any type.")
        .parameter("from", "int", new Value.Int(0), "The place of the first.")
        .parameter(
            Parameter.optional(
                    "count", new PortType.Int(), new Value.Int(Limits.ITEMS), "How many at most.")
                .between(0, Limits.ITEMS))
        .output("list", "list<any>", "The items.")
        .example(
            """
            graph: slice
            nodes:
              some: {type: slice, with: {list: [red, green, blue, white], from: 1, count: 2}}
              last: {type: slice, with: {list: [red, green, blue, white], from: -2}}
            outputs:
              some: $some.list
              last: $last.list
            """);
  }

  @Override
  public SequencedMap<String, PortType> outputs(SequencedMap<String, PortType> given) {
    return Generic.port("list", given.get("list"));
  }

  @Override
  public SequencedMap<String, PortValue> apply(SequencedMap<String, PortValue> values) {
    Given given = new Given(values);
    List<PortValue> items = given.items("list");
    long from = given.integer("from");
    int begin = (int) Math.clamp(from < 0 ? from + items.size() : from, 0L, items.size());
    int end = (int) Math.min(begin + given.integer("count"), items.size());
    return Made.one("list", PortValue.listOf(items.subList(begin, end)));
  }
}
