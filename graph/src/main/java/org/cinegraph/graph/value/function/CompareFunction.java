package org.cinegraph.graph.value.function;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// `compare`: whether two scalars are equal, or which is smaller.
final class CompareFunction implements ValueFunction {
  private static final List<String> OPERATIONS =
      List.of("equal", "not-equal", "less", "at-most", "greater", "at-least");

  @Override
  public NodeDeclaration declaration() {
    return Declare.type(
            "compare",
            "Compare two values",
            "Numbers are compared as numbers and texts in the order of their characters. Values of"
                + " different kinds are not equal, and asking for their order fails.")
        .parameter("a", "json", "The first value.")
        .parameter(
            Parameter.required(
                "is", new PortType.Choice(OPERATIONS), "What is asked, such as: a is less than b."))
        .parameter("b", "json", "The second value.")
        .output("result", "boolean", "The answer.")
        .example(
            """
            graph: compare
            inputs:
              seed: {type: int, default: 7}
            nodes:
              small: {type: compare, with: {a: $seed, is: less, b: 10}}
            outputs:
              small: $small.result
            """);
  }

  @Override
  public SequencedMap<String, PortValue> apply(SequencedMap<String, PortValue> values) {
    Given given = new Given(values);
    Value a = given.value("a");
    Value b = given.value("b");
    boolean result =
        switch (given.text("is")) {
          case "equal" -> same(a, b);
          case "not-equal" -> !same(a, b);
          case "less" -> order(a, b) < 0;
          case "at-most" -> order(a, b) <= 0;
          case "greater" -> order(a, b) > 0;
          default -> order(a, b) >= 0;
        };
    SequencedMap<String, PortValue> outputs = new LinkedHashMap<>();
    outputs.put("result", new PortValue.Inline(new Value.Bool(result)));
    return outputs;
  }

  private static boolean same(Value a, Value b) {
    return isNumber(a) && isNumber(b) ? order(a, b) == 0 : a.equals(b);
  }

  private static int order(Value a, Value b) {
    if (a instanceof Value.Int(long x) && b instanceof Value.Int(long y)) {
      return Long.compare(x, y);
    }
    if (isNumber(a) && isNumber(b)) {
      return Double.compare(number(a), number(b));
    }
    if (a instanceof Value.Text(String x) && b instanceof Value.Text(String y)) {
      return x.compareTo(y);
    }
    throw new ValueFailure("no-order", "Only two numbers or two texts have an order");
  }

  private static boolean isNumber(Value value) {
    return value instanceof Value.Int || value instanceof Value.Float;
  }

  /// 0 and -0 are the same number.
  private static double number(Value value) {
    return value instanceof Value.Int(long whole)
        ? (double) whole
        : ((Value.Float) value).number() + 0.0;
  }
}
