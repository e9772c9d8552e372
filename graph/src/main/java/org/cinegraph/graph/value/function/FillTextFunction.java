package org.cinegraph.graph.value.function;

import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// `fill-text`: a template with values in its places. Where the template itself comes from a file
/// or an input, `${…}` cannot do it.
final class FillTextFunction implements ValueFunction {
  private static final Pattern PLACE = Pattern.compile("\\{\\{|}}|\\{([^{}]*)}|[{}]");

  @Override
  public NodeDeclaration declaration() {
    return Declare.type(
            "fill-text",
            "Fill a template",
            "Puts values into the places of a text: {name} stands for the value of that name, {{"
                + " and }} for braces. Values are texts, numbers or booleans; a place without a"
                + " value fails, a value without a place is not used.")
        .parameter("template", "text", "The text with places, such as: a {color} {shape}.")
        .parameter("values", "json", "A mapping of names to values.")
        .output("text", "text", "The filled text.")
        .example(
            """
            graph: fill-text
            inputs:
              template: {type: text, default: "a {color} {shape}, {count} times"}
            nodes:
              prompt:
                type: fill-text
                with: {template: $template, values: {color: red, shape: ball, count: 3}}
            outputs:
              prompt: $prompt.text
            """);
  }

  @Override
  public SequencedMap<String, PortValue> apply(SequencedMap<String, PortValue> values) {
    Given given = new Given(values);
    if (!(given.value("values") instanceof Value.Fields(SequencedMap<String, Value> fields))) {
      throw new ValueFailure("no-mapping", "values must be a mapping of names to values");
    }
    String template = given.text("template");
    StringBuilder text = new StringBuilder();
    Matcher place = PLACE.matcher(template);
    int end = 0;
    while (place.find()) {
      text.append(template, end, place.start()).append(written(place.group(), fields));
      end = place.end();
      if (text.length() > Limits.TEXT_LENGTH) {
        throw Limits.tooLong(text.length());
      }
    }
    return Made.text("text", text.append(template, end, template.length()));
  }

  private static String written(String place, SequencedMap<String, Value> values) {
    return switch (place) {
      case "{{" -> "{";
      case "}}" -> "}";
      case "{", "}" ->
          throw new ValueFailure(
              "lone-brace",
              "A brace of the template has no partner: write %s for the character"
                  .formatted(place.repeat(2)));
      default -> value(place.substring(1, place.length() - 1), values);
    };
  }

  private static String value(String name, SequencedMap<String, Value> values) {
    Value value = values.get(name);
    if (value == null) {
      throw new ValueFailure(
          "no-such-value",
          "The template has a place {%s}, but no value has this name: expected %s"
              .formatted(
                  name,
                  values.isEmpty() ? "none" : "one of " + String.join(", ", values.keySet())));
    }
    return ScalarText.of(value);
  }
}
