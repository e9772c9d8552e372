package org.cinegraph.graph.value.function;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.LongStream;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// `range`: equally spaced whole numbers.
final class RangeFunction implements ValueFunction {
  @Override
  public NodeDeclaration declaration() {
    return Declare.type(
            "range",
            "A list of numbers",
            "Whole numbers from one to another, the last one left out: from 0 to 3 is 0, 1, 2.")
        .parameter("from", "int", new Value.Int(0), "The first number.")
        .parameter("to", "int", "Where it ends; this number is not in the list.")
        .parameter("step", "int", new Value.Int(1), "From one number to the next; may be negative.")
        .output("values", "list<int>", "The numbers.")
        .example(
            """
            graph: range
            nodes:
              numbers: {type: range, with: {to: 3}}
            outputs:
              numbers: $numbers.values
            """);
  }

  @Override
  public SequencedMap<String, PortValue> apply(SequencedMap<String, PortValue> values) {
    Given given = new Given(values);
    long from = given.integer("from");
    long to = given.integer("to");
    long step = given.integer("step");
    if (step == 0) {
      throw new ValueFailure("bad-step", "The step of a range cannot be 0");
    }
    double length = Math.ceil(((double) to - from) / step);
    if (length > Limits.ITEMS) {
      throw Limits.tooMany((long) length);
    }
    List<Value> numbers =
        LongStream.range(0, Math.max(0, (long) length))
            .<Value>mapToObj(place -> new Value.Int(from + place * step))
            .toList();
    SequencedMap<String, PortValue> outputs = new LinkedHashMap<>();
    outputs.put("values", new PortValue.Inline(new Value.Items(numbers)));
    return outputs;
  }
}
