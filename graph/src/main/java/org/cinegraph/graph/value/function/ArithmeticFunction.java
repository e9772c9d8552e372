package org.cinegraph.graph.value.function;

import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// `arithmetic`: two numbers make a third. Every operation has one result on all machines, so that
/// equal graphs have equal memo keys.
final class ArithmeticFunction implements ValueFunction {
  private static final List<String> OPERATIONS =
      List.of("add", "subtract", "multiply", "divide", "remainder", "power", "smaller", "larger");

  /// 2⁶³: the first number that is no int any more.
  private static final double END_OF_INT = 0x1p63;

  @Override
  public NodeDeclaration declaration() {
    return Declare.type(
            "arithmetic",
            "Compute with two numbers",
            "Computes with floats of 64 bits, which are exact for whole numbers up to 2^53. The"
                + " remainder has the sign of a. Dividing by 0 fails, and so does a result that no"
                + " float or, rounded, no int can hold.")
        .parameter("a", "float", "The first number.")
        .parameter(
            Parameter.required(
                "do",
                new PortType.Choice(OPERATIONS),
                "What is done, such as: a divided by b. smaller and larger give one of the two."))
        .parameter("b", "float", "The second number.")
        .output("result", "float", "The result.")
        .output("rounded", "int", "The nearest whole number; a half goes up.")
        .example(
            """
            graph: arithmetic
            inputs:
              seconds: {type: float, default: 2.5}
            nodes:
              frames: {type: arithmetic, with: {a: $seconds, do: multiply, b: 25}}
            outputs:
              exact: $frames.result
              frames: $frames.rounded
            """);
  }

  @Override
  public SequencedMap<String, PortValue> apply(SequencedMap<String, PortValue> values) {
    Given given = new Given(values);
    double result = compute(given.text("do"), given.decimal("a"), given.decimal("b"));
    double rounded = Math.floor(result);
    rounded = result - rounded >= 0.5 ? rounded + 1 : rounded;
    if (!Double.isFinite(result) || rounded >= END_OF_INT || rounded < -END_OF_INT) {
      throw new ValueFailure("too-large", "The result is too large, or no number");
    }
    SequencedMap<String, PortValue> outputs = Made.one("result", new Value.Float(result));
    outputs.put("rounded", new PortValue.Inline(new Value.Int((long) rounded)));
    return outputs;
  }

  /// Adding 0 makes -0 be 0: they are one number and must have one digest.
  private static double compute(String operation, double a, double b) {
    double result =
        switch (operation) {
          case "add" -> a + b;
          case "subtract" -> a - b;
          case "multiply" -> a * b;
          case "divide" -> a / divisor(b);
          case "remainder" -> a % divisor(b);
          case "power" -> StrictMath.pow(a, b);
          case "smaller" -> Math.min(a, b);
          default -> Math.max(a, b);
        };
    return result + 0.0;
  }

  private static double divisor(double b) {
    if (b == 0) {
      throw new ValueFailure("division-by-zero", "Nothing can be divided by 0: b is 0");
    }
    return b;
  }
}
