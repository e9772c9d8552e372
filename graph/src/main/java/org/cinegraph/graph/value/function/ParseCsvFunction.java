package org.cinegraph.graph.value.function;

import java.util.SequencedMap;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.table.ReadCsv;

/// `parse-csv`: the rows of a table.
final class ParseCsvFunction implements ValueFunction {
  @Override
  public NodeDeclaration declaration() {
    return Declare.type(
            "parse-csv",
            "Rows of a CSV table",
            "Reads comma-separated values (RFC 4180) whose first line has the names of the columns."
                + " Numbers, true and false become such, everything else and everything in"
                + " quotation marks is text. A broken table fails with the line.")
        .parameter("text", "text", "The table.")
        .output("rows", "list<json>", "A mapping of names to values for each row.")
        .example(
            """
            graph: parse-csv
            inputs:
              table:
                type: text
                default: |
                  prompt,seed
                  "a ball, red",7
                  a box,8
            nodes:
              shots: {type: parse-csv, with: {text: $table}}
            outputs:
              shots: $shots.rows
            """);
  }

  @Override
  public SequencedMap<String, PortValue> apply(SequencedMap<String, PortValue> values) {
    return Made.list("rows", Tables.read(new Given(values).text("text"), ReadCsv::read));
  }
}
