package org.cinegraph.graph.value.function;

import java.util.SequencedMap;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.UnreadableJsonException;
import org.cinegraph.graph.value.Value;
import org.cinegraph.graph.value.table.StorableText;

/// `parse-json`: what a JSON text says.
final class ParseJsonFunction implements ValueFunction {
  @Override
  public NodeDeclaration declaration() {
    return Declare.type(
            "parse-json",
            "The value of a JSON text",
            "Reads one JSON value, strictly: each key once, no comments. What is no JSON fails with"
                + " the line and the character.")
        .parameter("text", "text", "The JSON.")
        .output("value", "json", "What it says.")
        .example(
            """
            graph: parse-json
            inputs:
              answer: {type: text, default: '{"shots": [{"seed": 7}, {"seed": 8}]}'}
            nodes:
              read: {type: parse-json, with: {text: $answer}}
            outputs:
              seed: $read.value.shots[1].seed
            """);
  }

  @Override
  public SequencedMap<String, PortValue> apply(SequencedMap<String, PortValue> values) {
    String text = Limits.held(new Given(values).text("text"));
    try {
      Value value = CanonicalJson.parse(text);
      if (!StorableText.isIn(value)) {
        throw new ValueFailure(
            "not-json", "The text holds the character NUL or half a surrogate pair");
      }
      return Made.one("value", value);
    } catch (UnreadableJsonException e) {
      throw new ValueFailure("not-json", String.valueOf(e.getMessage()));
    }
  }
}
