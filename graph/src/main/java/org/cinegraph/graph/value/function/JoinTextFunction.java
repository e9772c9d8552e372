package org.cinegraph.graph.value.function;

import java.util.SequencedMap;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// `join-text`: several texts as one.
final class JoinTextFunction implements ValueFunction {
  @Override
  public NodeDeclaration declaration() {
    return Declare.type(
            "join-text",
            "Join texts",
            "One text after the other, with a separator between each two.")
        .parameter("texts", "list<text>", "The texts.")
        .parameter("separator", "text", new Value.Text(""), "What stands between two of them.")
        .output("text", "text", "The whole.")
        .example(
            """
            graph: join-text
            nodes:
              prompt: {type: join-text, with: {texts: [a red ball, at night], separator: ", "}}
            outputs:
              prompt: $prompt.text
            """);
  }

  @Override
  public SequencedMap<String, PortValue> apply(SequencedMap<String, PortValue> values) {
    Given given = new Given(values);
    String separator = given.text("separator");
    StringBuilder text = new StringBuilder();
    String before = "";
    for (PortValue item : given.items("texts")) {
      text.append(before).append(ScalarText.of(Given.inline(item).orElseThrow()));
      before = separator;
      if (text.length() > Limits.TEXT_LENGTH) {
        throw Limits.tooLong(text.length());
      }
    }
    return Made.text("text", text);
  }
}
