package org.cinegraph.graph.value.function;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;

/// `concat-lists`: several lists as one.
final class ConcatListsFunction implements ValueFunction {
  @Override
  public NodeDeclaration declaration() {
    return Declare.type(
            "concat-lists",
            "One list after the other",
            "A list of the items of several lists of one type, in their order.")
        .input("lists", "list<list<any>>", "The lists.")
        .output("list", "list<any>", "All items.")
        .example(
            """
            graph: concat-lists
            nodes:
              colors: {type: concat-lists, with: {lists: [[red, green], [blue]]}}
            outputs:
              colors: $colors.list
            """);
  }

  @Override
  public SequencedMap<String, PortType> outputs(SequencedMap<String, PortType> given) {
    return Generic.port(
        "list", given.get("lists") instanceof PortType.ListOf(PortType list) ? list : null);
  }

  @Override
  public SequencedMap<String, PortValue> apply(SequencedMap<String, PortValue> values) {
    List<PortValue> items = new ArrayList<>();
    for (PortValue list : new Given(values).items("lists")) {
      items.addAll(PortValue.items(list).orElseThrow());
      if (items.size() > Limits.ITEMS) {
        throw Limits.tooMany(items.size());
      }
    }
    return Made.one("list", PortValue.listOf(items));
  }
}
