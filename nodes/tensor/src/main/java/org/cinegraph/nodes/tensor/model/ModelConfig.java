package org.cinegraph.nodes.tensor.model;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.cinegraph.nodes.sdk.NodeFailure;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// A configuration file of a model package. Whoever asks for a field says what it must be; a field
/// that is not so is the package's mistake, named with file and field.
public final class ModelConfig {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Schedulers are saved with `"lambda_min_clipped": -Infinity`.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  /// Far above any vocabulary; what is larger is no configuration.
  private static final long MOST_BYTES = 64L << 20;

  /// Of what was found, which may be a vocabulary.
  private static final int MOST_SHOWN = 500;

  private final String label;
  private final JsonNode root;

  private ModelConfig(String label, JsonNode root) {
    this.label = label;
    this.root = root;
  }

  /// @param label how messages name the file: `transformer/config.json of model package toybox`
  public static ModelConfig read(Path file, String label) throws NodeFailure, IOException {
    try {
      JsonNode root = JSON.readTree(readText(file, label));
      if (!root.isObject()) {
        throw NodeFailure.user("model-config", label + " is not a JSON object.");
      }
      return new ModelConfig(label, root);
    } catch (JacksonException e) {
      throw NodeFailure.user(
          "model-config", label + " is not JSON: " + e.getOriginalMessage() + ".");
    }
  }

  static String readText(Path file, String label) throws NodeFailure, IOException {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw NodeFailure.user(
            "model-config",
            "%s has %d bytes; a text of a model package has at most %d."
                .formatted(label, Files.size(file), MOST_BYTES));
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw NodeFailure.user("model-incomplete", label + " is missing. Fetch the package again.");
    } catch (CharacterCodingException e) {
      throw NodeFailure.user("model-config", label + " is not UTF-8.");
    }
  }

  public int integer(String field) throws NodeFailure {
    return read(field, "a whole number", ModelConfig::isInteger, JsonNode::asInt);
  }

  public int integer(String field, int fallback) throws NodeFailure {
    return isSet(field) ? integer(field) : fallback;
  }

  /// A whole number from 1 to `most`: a size, a count of layers.
  public int count(String field, int most) throws NodeFailure {
    return read(
        field,
        "a whole number from 1 to " + most,
        node -> isInteger(node) && node.asInt() >= 1 && node.asInt() <= most,
        JsonNode::asInt);
  }

  /// A whole number from 1 to `most` for each of so many levels: a list as long, or one number that
  /// stands for all of them.
  public List<Integer> counts(String field, int levels, int most) throws NodeFailure {
    if (!root.path(field).isArray()) {
      return Collections.nCopies(levels, count(field, most));
    }
    List<Integer> counts = integers(field);
    if (counts.size() != levels || counts.stream().anyMatch(n -> n < 1 || n > most)) {
      String wanted = "%d whole numbers from 1 to %d, or one for all".formatted(levels, most);
      throw mismatch(field, wanted, root.path(field));
    }
    return counts;
  }

  public double number(String field) throws NodeFailure {
    return read(field, "a number", JsonNode::isNumber, JsonNode::asDouble);
  }

  public String text(String field) throws NodeFailure {
    return read(field, "a text", JsonNode::isString, JsonNode::asString);
  }

  public List<Integer> integers(String field) throws NodeFailure {
    return list(field, "a list of whole numbers", ModelConfig::isInteger, JsonNode::asInt);
  }

  public List<Double> numbers(String field) throws NodeFailure {
    return list(field, "a list of numbers", JsonNode::isNumber, JsonNode::asDouble);
  }

  public List<String> texts(String field) throws NodeFailure {
    return list(field, "a list of texts", JsonNode::isString, JsonNode::asString);
  }

  public boolean flag(String field) throws NodeFailure {
    return read(field, "true or false", JsonNode::isBoolean, JsonNode::asBoolean);
  }

  public List<Boolean> flags(String field) throws NodeFailure {
    return list(field, "a list of true and false", JsonNode::isBoolean, JsonNode::asBoolean);
  }

  /// A text out of a closed set.
  public String choice(String field, List<String> known) throws NodeFailure {
    return read(
        field,
        "one of " + String.join(", ", known),
        node -> node.isString() && known.contains(node.asString()),
        JsonNode::asString);
  }

  /// The field as JSON, `null` where it is not there.
  public String json(String field) {
    return isSet(field) ? root.path(field).toString() : "null";
  }

  /// How messages name the file.
  public String label() {
    return label;
  }

  public boolean has(String field) {
    return root.has(field);
  }

  /// Whether the field is there and is not null, as whoever saves a default may write it.
  public boolean isSet(String field) {
    return root.hasNonNull(field);
  }

  /// Whether the field is an object, to be read by [#child].
  public boolean isObject(String field) {
    return root.path(field).isObject();
  }

  /// Whether the field is a list.
  public boolean isList(String field) {
    return root.path(field).isArray();
  }

  /// The same with another text at a field.
  public ModelConfig with(String field, String text) {
    return with(field, StringNode.valueOf(text));
  }

  /// The same with another flag at a field.
  public ModelConfig with(String field, boolean flag) {
    return with(field, BooleanNode.valueOf(flag));
  }

  /// The same with another number at a field.
  public ModelConfig with(String field, double number) {
    return with(field, DoubleNode.valueOf(number));
  }

  private ModelConfig with(String field, JsonNode value) {
    ObjectNode changed = (ObjectNode) root.deepCopy();
    changed.set(field, value);
    return new ModelConfig(label, changed);
  }

  /// The object at a field.
  public ModelConfig child(String field) throws NodeFailure {
    JsonNode node = read(field, "an object", JsonNode::isObject, Function.identity());
    return new ModelConfig(label + ", " + field, node);
  }

  /// All fields, each a whole number: a vocabulary.
  public SequencedMap<String, Integer> integersByName() throws NodeFailure {
    SequencedMap<String, Integer> numbers = new LinkedHashMap<>();
    for (String field : fields()) {
      numbers.put(field, integer(field));
    }
    return numbers;
  }

  /// A list of which each element is a text, or a list of texts that is joined by blanks.
  public List<String> joinedTexts(String field) throws NodeFailure {
    return list(
        field,
        "a list of texts or of lists of texts",
        node ->
            node.isString() || node.isArray() && node.valueStream().allMatch(JsonNode::isString),
        node ->
            node.isString()
                ? node.asString()
                : node.valueStream().map(JsonNode::asString).collect(joining(" ")));
  }

  /// A list of which each element is a text and a number: a vocabulary with scores.
  public <T> List<T> scored(String field, BiFunction<String, Double, T> made) throws NodeFailure {
    return list(
        field,
        "a list of texts with a number each",
        node -> node.size() == 2 && node.path(0).isString() && node.path(1).isNumber(),
        node -> made.apply(node.path(0).asString(), node.path(1).asDouble()));
  }

  /// The objects of a list.
  public List<ModelConfig> children(String field) throws NodeFailure {
    return list(
        field,
        "a list of objects",
        JsonNode::isObject,
        node -> new ModelConfig(label + ", " + field, node));
  }

  public List<String> fields() {
    return List.copyOf(root.propertyNames());
  }

  private static boolean isInteger(JsonNode node) {
    return node.canConvertToExactIntegral() && node.canConvertToInt();
  }

  /// Whether the field is a list of two texts, as an index names a part: library and class.
  boolean namesPart(String field) {
    JsonNode node = root.path(field);
    return node.isArray() && node.size() == 2 && node.path(0).isString() && node.path(1).isString();
  }

  private <T> T read(
      String field, String wanted, Predicate<JsonNode> fits, Function<JsonNode, T> read)
      throws NodeFailure {
    JsonNode node = root.path(field);
    if (!fits.test(node)) {
      throw mismatch(field, wanted, node);
    }
    return read.apply(node);
  }

  private <T> List<T> list(
      String field, String wanted, Predicate<JsonNode> fits, Function<JsonNode, T> read)
      throws NodeFailure {
    JsonNode node = root.path(field);
    List<T> values = new ArrayList<>();
    for (JsonNode element : node) {
      if (!fits.test(element)) {
        throw mismatch(field, wanted, node);
      }
      values.add(read.apply(element));
    }
    if (!node.isArray()) {
      throw mismatch(field, wanted, node);
    }
    return values;
  }

  private static String brief(String json) {
    return json.length() > MOST_SHOWN ? json.substring(0, MOST_SHOWN) + "…" : json;
  }

  private NodeFailure mismatch(String field, String wanted, JsonNode found) {
    String what = found.isMissingNode() ? "nothing" : brief(found.toString());
    return NodeFailure.user(
        "model-config",
        "%s: field %s was expected to be %s, found %s.".formatted(label, field, wanted, what));
  }
}
