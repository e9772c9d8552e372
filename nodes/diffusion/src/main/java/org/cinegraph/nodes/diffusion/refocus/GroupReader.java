package org.cinegraph.nodes.diffusion.refocus;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeFailure;

/// Reads the parameter `groups`: what an author writes, or what `decompose-caption` gives.
final class GroupReader {
  private static final List<String> KNOWN =
      List.of("phrase", "span", "box", "mask", "labels", "weight", "name");

  /// What `decompose-caption` says beside.
  private static final List<String> PASSED = List.of("group", "start", "end", "region");

  private static final double MOST_WEIGHT = 4;

  private GroupReader() {}

  /// A group as it was written.
  ///
  /// @param place in the parameter, for messages
  /// @param span of tokens, instead of a phrase
  record Written(
      String place,
      String name,
      Optional<String> phrase,
      Optional<List<Integer>> span,
      Where where,
      double weight) {}

  /// Where a group is to be seen.
  sealed interface Where {
    record InBox(Region.Box box) implements Where {}

    record InMask(int index) implements Where {}

    record AtLabels(List<Integer> labels) implements Where {}
  }

  static List<Written> read(Value groups) throws NodeFailure {
    if (!(groups instanceof Value.Items(List<Value> items)) || items.isEmpty()) {
      throw wrong("groups", "a list of one group or more", groups);
    }
    List<Written> read = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      read.add(group("groups[" + i + "]", items.get(i)));
    }
    return read;
  }

  private static Written group(String place, Value value) throws NodeFailure {
    if (!(value instanceof Value.Fields(SequencedMap<String, Value> fields))) {
      throw wrong(place, "a group such as {phrase: \"red ball\", box: [0, 0, 0.5, 1]}", value);
    }
    for (String key : fields.keySet()) {
      if (!KNOWN.contains(key) && !PASSED.contains(key)) {
        throw NodeFailure.user(
            "refocus-group",
            "%s has no use for %s; known are %s.".formatted(place, key, String.join(", ", KNOWN)));
      }
    }
    Optional<String> phrase = text(place, fields, "phrase");
    Optional<List<Integer>> span =
        fields.containsKey("span")
            ? Optional.of(span(place, requireNonNull(fields.get("span"))))
            : Optional.empty();
    if (phrase.isEmpty() && span.isEmpty()) {
      throw wrong(place, "a phrase of the prompt, or a span of its tokens", value);
    }
    String name =
        text(place, fields, "name").or(() -> phrase).orElseGet(() -> "tokens " + span.get());
    return new Written(place, name, phrase, span, where(place, fields), weight(place, fields));
  }

  private static Where where(String place, SequencedMap<String, Value> fields) throws NodeFailure {
    List<String> given =
        List.of("box", "mask", "labels").stream().filter(fields::containsKey).toList();
    if (given.size() != 1) {
      throw NodeFailure.user(
          "refocus-group",
          "%s was expected to have one of box, mask and labels, found %s."
              .formatted(place, given.isEmpty() ? "none" : String.join(" and ", given)));
    }
    String key = given.getFirst();
    Value value = requireNonNull(fields.get(key));
    return switch (key) {
      case "box" -> new Where.InBox(box(place, value));
      case "mask" -> new Where.InMask(integer(place + ".mask", value));
      default -> new Where.AtLabels(integers(place + ".labels", value));
    };
  }

  private static Region.Box box(String place, Value value) throws NodeFailure {
    List<Double> sides = new ArrayList<>();
    if (value instanceof Value.Items(List<Value> items) && items.size() == 4) {
      for (Value item : items) {
        sides.add(number(place + ".box", item));
      }
      boolean inside = sides.stream().allMatch(side -> side >= 0 && side <= 1);
      if (inside && sides.get(0) < sides.get(2) && sides.get(1) < sides.get(3)) {
        return new Region.Box(sides.get(0), sides.get(1), sides.get(2), sides.get(3));
      }
    }
    throw wrong(
        place + ".box",
        "[left, top, right, bottom] as shares of width and height from 0 to 1, left below right and top below bottom",
        value);
  }

  private static List<Integer> span(String place, Value value) throws NodeFailure {
    List<Integer> ends = integers(place + ".span", value);
    if (ends.size() != 2 || ends.get(0) >= ends.get(1) || ends.get(0) < 0) {
      throw wrong(place + ".span", "the first token and the one behind the last", value);
    }
    return ends;
  }

  private static double weight(String place, SequencedMap<String, Value> fields)
      throws NodeFailure {
    Value value = fields.getOrDefault("weight", new Value.Int(1));
    double weight = number(place + ".weight", value);
    if (weight < 0 || weight > MOST_WEIGHT) {
      throw wrong(place + ".weight", "a number from 0 to 4", value);
    }
    return weight;
  }

  private static Optional<String> text(String place, SequencedMap<String, Value> fields, String key)
      throws NodeFailure {
    if (!fields.containsKey(key)) {
      return Optional.empty();
    }
    if (fields.get(key) instanceof Value.Text(String text) && !text.isBlank()) {
      return Optional.of(text);
    }
    throw wrong(place + "." + key, "words", requireNonNull(fields.get(key)));
  }

  private static List<Integer> integers(String place, Value value) throws NodeFailure {
    if (!(value instanceof Value.Items(List<Value> items))) {
      throw wrong(place, "a list of whole numbers", value);
    }
    List<Integer> integers = new ArrayList<>();
    for (Value item : items) {
      integers.add(integer(place, item));
    }
    return integers;
  }

  private static int integer(String place, Value value) throws NodeFailure {
    if (value instanceof Value.Int(long number) && number == (int) number) {
      return (int) number;
    }
    throw wrong(place, "a whole number", value);
  }

  private static double number(String place, Value value) throws NodeFailure {
    return switch (value) {
      case Value.Float(double number) -> number;
      case Value.Int(long number) -> number;
      case Value other -> throw wrong(place, "a number", other);
    };
  }

  private static NodeFailure wrong(String place, String expected, Value found) {
    return NodeFailure.user(
        "refocus-group",
        "%s was expected to be %s, found %s."
            .formatted(place, expected, CanonicalJson.write(found)));
  }
}
