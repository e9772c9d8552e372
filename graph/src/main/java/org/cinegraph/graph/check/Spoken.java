package org.cinegraph.graph.check;

import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// Types and values as messages say them.
public final class Spoken {
  private static final int LONGEST_TEXT = 40;

  private Spoken() {}

  /// What the parameter takes: `int from 1 to 100`.
  static String right(Parameter parameter) {
    return right(parameter.type())
        + parameter
            .range()
            .map(range -> " from " + bound(range.least()) + " to " + bound(range.most()))
            .orElse("");
  }

  static String right(PortType type) {
    return switch (type) {
      case PortType.Choice(List<String> options) -> "one of " + String.join(", ", options);
      case PortType.Model() -> "the name of a model package, or {base: PACKAGE, PART: PACKAGE}";
      case PortType.Text(),
          PortType.Int(),
          PortType.Float(),
          PortType.Boolean(),
          PortType.Json(),
          PortType.Conditioning(),
          PortType.Latents(),
          PortType.Image(),
          PortType.Mask(),
          PortType.Video(),
          PortType.Audio(),
          PortType.Pose(),
          PortType.Planes(),
          PortType.Any() ->
          type.written();
      case PortType.ListOf _ -> type.written();
    };
  }

  static String found(Value value) {
    return switch (value) {
      case Value.Nothing() -> "nothing";
      case Value.Text(String text) -> "text " + quoted(text);
      case Value.Int(long number) -> Long.toString(number);
      case Value.Float(double number) -> Double.toString(number);
      case Value.Bool(boolean flag) -> Boolean.toString(flag);
      case Value.Items(List<Value> items) -> "a list of " + items.size();
      case Value.Fields(SequencedMap<String, Value> fields) ->
          "a mapping of " + fields.size() + " keys";
    };
  }

  public static String found(PortValue value) {
    return switch (value) {
      case PortValue.Inline(Value inline) -> found(inline);
      case PortValue.Artifact artifact -> "a file (" + artifact.reference().mediaType() + ")";
      case PortValue.Many(List<PortValue> values) -> "a list of " + values.size();
    };
  }

  static String quoted(String text) {
    return '"'
        + (text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…")
        + '"';
  }

  private static String bound(double bound) {
    return bound == Math.rint(bound) && Math.abs(bound) < 1e15
        ? Long.toString((long) bound)
        : Double.toString(bound);
  }
}
