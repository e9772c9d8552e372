package org.cinegraph.graph.value.function;

import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// `combine`: and, or, and not.
final class CombineFunction implements ValueFunction {
  @Override
  public NodeDeclaration declaration() {
    return Declare.type(
            "combine",
            "Combine booleans",
            "Whether all, any or none of several booleans are true; none of a single one is its"
                + " opposite. Of no booleans at all, all and none are true and any is false.")
        .parameter(
            Parameter.required(
                "are",
                new PortType.Choice(List.of("all", "any", "none")),
                "How many must be true."))
        .parameter("of", "list<boolean>", "The booleans.")
        .output("result", "boolean", "Whether so many of them are true.")
        .example(
            """
            graph: combine
            inputs:
              seed: {type: int, default: 7}
              draft: {type: boolean, default: false}
            nodes:
              small: {type: compare, with: {a: $seed, is: less, b: 10}}
              final: {type: combine, with: {are: none, of: [$draft]}}
              both: {type: combine, with: {are: all, of: [$small.result, $final.result]}}
            outputs:
              both: $both.result
            """);
  }

  @Override
  public SequencedMap<String, PortValue> apply(SequencedMap<String, PortValue> values) {
    Given given = new Given(values);
    List<PortValue> flags = given.items("of");
    PortValue isTrue = new PortValue.Inline(new Value.Bool(true));
    boolean result =
        switch (given.text("are")) {
          case "all" -> flags.stream().allMatch(isTrue::equals);
          case "any" -> flags.contains(isTrue);
          default -> !flags.contains(isTrue);
        };
    return Made.one("result", new Value.Bool(result));
  }
}
