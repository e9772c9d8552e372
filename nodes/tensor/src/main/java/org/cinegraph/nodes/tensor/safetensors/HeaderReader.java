package org.cinegraph.nodes.tensor.safetensors;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cinegraph.nodes.tensor.array.Shape;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Turns a header's JSON into entries. Each entry is checked by itself here, all together in
/// [SafetensorsHeader#check].
final class HeaderReader {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String file;

  HeaderReader(String file) {
    this.file = file;
  }

  SafetensorsHeader read(ByteBuffer json, long dataStart, long dataBytes)
      throws MalformedSafetensors {
    JsonNode root = parse(json);
    if (!root.isObject()) {
      throw malformed("its header is not a JSON object");
    }
    List<TensorEntry> entries = new ArrayList<>();
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals("__metadata__")) {
        for (Map.Entry<String, JsonNode> note : field.getValue().properties()) {
          metadata.put(note.getKey(), note.getValue().asString(""));
        }
      } else {
        entries.add(entry(field.getKey(), field.getValue()));
      }
    }
    return SafetensorsHeader.check(file, entries, metadata, dataStart, dataBytes);
  }

  private JsonNode parse(ByteBuffer json) throws MalformedSafetensors {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(json).toString();
      return JSON.readTree(text);
    } catch (CharacterCodingException e) {
      throw new MalformedSafetensors(file + " is not safetensors: its header is not UTF-8.", e);
    } catch (JacksonException e) {
      throw new MalformedSafetensors(
          "%s is not safetensors: its header is not JSON (%s)."
              .formatted(file, e.getOriginalMessage()),
          e);
    }
  }

  private TensorEntry entry(String name, JsonNode node) throws MalformedSafetensors {
    String typeName = node.path("dtype").asString("");
    ElementType type =
        ElementType.named(typeName)
            .orElseThrow(
                () -> malformed("tensor " + name + " has an unknown dtype '" + typeName + "'"));
    Shape shape = new Shape(wholeNumbers(name, node, "shape"));
    List<Long> span = wholeNumbers(name, node, "data_offsets");
    if (span.size() != 2 || span.get(0) > span.get(1)) {
      throw malformed("tensor " + name + " has data_offsets " + span);
    }
    long bytes = span.get(1) - span.get(0);
    if (bytes != bytesOf(name, type, shape)) {
      throw malformed(
          "tensor %s of %s %s needs %d bytes, its data_offsets give %d"
              .formatted(name, type, shape, bytesOf(name, type, shape), bytes));
    }
    return new TensorEntry(name, type, shape, span.get(0), bytes);
  }

  private long bytesOf(String name, ElementType type, Shape shape) throws MalformedSafetensors {
    try {
      return Math.multiplyExact(shape.elements(), type.bytes());
    } catch (ArithmeticException e) {
      throw new MalformedSafetensors(
          "%s is not safetensors: the shape %s of tensor %s is beyond any memory."
              .formatted(file, shape, name),
          e);
    }
  }

  private List<Long> wholeNumbers(String name, JsonNode node, String field)
      throws MalformedSafetensors {
    JsonNode list = node.path(field);
    if (!list.isArray()) {
      throw malformed("tensor " + name + " has no " + field);
    }
    List<Long> numbers = new ArrayList<>();
    for (JsonNode number : list) {
      if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
        throw malformed("tensor " + name + " has the " + field + " " + list);
      }
      numbers.add(number.asLong());
    }
    return numbers;
  }

  private MalformedSafetensors malformed(String what) {
    return new MalformedSafetensors(file + " is not safetensors: " + what + ".");
  }
}
