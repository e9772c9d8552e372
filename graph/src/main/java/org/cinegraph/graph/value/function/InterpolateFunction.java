package org.cinegraph.graph.value.function;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// What `a ${color} ball` stands for: scalars put into a text.
public final class InterpolateFunction implements ValueFunction {
  public static final String TYPE = "interpolate";
  public static final String PARTS = "parts";
  public static final String TEXT = "text";

  @Override
  public NodeDeclaration declaration() {
    return Declare.type(TYPE, "A text with values in it", "Texts and scalars, one after the other.")
        .input(PARTS, "list<any>", "The pieces.")
        .output(TEXT, "text", "The whole.")
        .example("");
  }

  @Override
  public SequencedMap<String, PortValue> apply(SequencedMap<String, PortValue> values) {
    StringBuilder text = new StringBuilder();
    List<PortValue> parts = new Given(values).items(PARTS);
    for (PortValue part : parts) {
      text.append(written(part));
      if (text.length() > Limits.TEXT_LENGTH) {
        throw Limits.tooLong(text.length());
      }
    }
    SequencedMap<String, PortValue> outputs = new LinkedHashMap<>();
    outputs.put(TEXT, new PortValue.Inline(new Value.Text(text.toString())));
    return outputs;
  }

  private static String written(PortValue part) {
    return switch (part) {
      case PortValue.Inline(Value value) -> ScalarText.of(value);
      case PortValue.Artifact _ -> throw ScalarText.wrong("a file");
      case PortValue.Many _ -> throw ScalarText.wrong("a list");
    };
  }
}
