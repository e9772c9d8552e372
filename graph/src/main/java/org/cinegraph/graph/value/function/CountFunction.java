package org.cinegraph.graph.value.function;

import java.util.SequencedMap;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// `count`: how long a list is.
final class CountFunction implements ValueFunction {
  @Override
  public NodeDeclaration declaration() {
    return Declare.type("count", "Count items", "How many items a list has.")
        .input("list", "list<any>", "The list, of any type.")
        .output("count", "int", "The number of items.")
        .example(
            """
            graph: count
            nodes:
              colors: {type: count, with: {list: [red, green, blue]}}
            outputs:
              colors: $colors.count
            """);
  }

  @Override
  public SequencedMap<String, PortValue> apply(SequencedMap<String, PortValue> values) {
    return Made.one("count", new Value.Int(new Given(values).items("list").size()));
  }
}
