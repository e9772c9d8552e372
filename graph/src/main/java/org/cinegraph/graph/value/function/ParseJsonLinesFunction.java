package org.cinegraph.graph.value.function;

import java.util.SequencedMap;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.table.ReadJsonLines;

/// `parse-jsonl`: the values of JSON Lines.
final class ParseJsonLinesFunction implements ValueFunction {
  @Override
  public NodeDeclaration declaration() {
    return Declare.type(
            "parse-jsonl",
            "Values of JSON Lines",
            "Reads a JSON value from each line; empty lines are passed over. A line that is no JSON"
                + " fails with its number.")
        .parameter("text", "text", "The lines.")
        .output("rows", "list<json>", "The values.")
        .example(
            """
            graph: parse-jsonl
            inputs:
              lines:
                type: text
                default: |
                  {"prompt": "a ball", "seed": 7}
                  {"prompt": "a box", "seed": 8}
            nodes:
              shots: {type: parse-jsonl, with: {text: $lines}}
            outputs:
              shots: $shots.rows
            """);
  }

  @Override
  public SequencedMap<String, PortValue> apply(SequencedMap<String, PortValue> values) {
    return Made.list("rows", Tables.read(new Given(values).text("text"), ReadJsonLines::read));
  }
}
