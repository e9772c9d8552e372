package org.cinegraph.graph.value.function;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// `zip`: lists side by side become rows, so that one loop goes over all of them.
final class ZipFunction implements ValueFunction {
  @Override
  public NodeDeclaration declaration() {
    return Declare.type(
            "zip",
            "Rows from lists",
            "The first row has the first item of each list under the list's name, and so on. All"
                + " lists must be of one length.")
        .parameter("lists", "json", "A mapping of names to lists.")
        .output("rows", "list<json>", "A mapping of names to items for each place.")
        .example(
            """
            graph: zip
            nodes:
              shots: {type: zip, with: {lists: {prompt: [a ball, a box], seed: [7, 8]}}}
            outputs:
              shots: $shots.rows
            """);
  }

  @Override
  public SequencedMap<String, PortValue> apply(SequencedMap<String, PortValue> values) {
    if (!(new Given(values).value("lists")
        instanceof Value.Fields(SequencedMap<String, Value> lists))) {
      throw new ValueFailure("no-mapping", "lists must be a mapping of names to lists");
    }
    int length = length(lists);
    List<Value> rows = new ArrayList<>(length);
    for (int place = 0; place < length; place++) {
      rows.add(row(lists, place));
    }
    return Made.list("rows", rows);
  }

  private static int length(SequencedMap<String, Value> lists) {
    int length = -1;
    for (var list : lists.entrySet()) {
      if (!(list.getValue() instanceof Value.Items(List<Value> items))) {
        throw new ValueFailure("no-list", "lists.%s must be a list".formatted(list.getKey()));
      }
      if (length >= 0 && items.size() != length) {
        throw new ValueFailure(
            "other-length",
            "The lists must be of one length: %s has %d items and %s has %d"
                .formatted(lists.firstEntry().getKey(), length, list.getKey(), items.size()));
      }
      length = items.size();
    }
    return Math.max(0, length);
  }

  private static Value row(SequencedMap<String, Value> lists, int place) {
    SequencedMap<String, Value> row = new LinkedHashMap<>();
    lists.forEach((name, list) -> row.put(name, ((Value.Items) list).items().get(place)));
    return new Value.Fields(row);
  }
}
