package org.cinegraph.nodes.tensor.safetensors;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the index of shards: a JSON object whose `weight_map` gives each tensor's file.
final class ShardIndex {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /// A file beside the index and nowhere else.
  private static final Pattern SHARD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*\\.safetensors");

  private ShardIndex() {}

  static SequencedMap<String, Path> read(Path index) throws IOException {
    if (Files.size(index) > SafetensorsHeader.MOST_HEADER_BYTES) {
      throw malformed(index, "it has more than " + SafetensorsHeader.MOST_HEADER_BYTES + " bytes");
    }
    JsonNode map = parse(index).path("weight_map");
    if (!map.isObject() || map.isEmpty()) {
      throw malformed(index, "it has no weight_map");
    }
    SequencedMap<String, Path> placed = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String shard = entry.getValue().asString("");
      if (!SHARD.matcher(shard).matches()) {
        throw malformed(
            index,
            "tensor %s was expected in a safetensors file beside it, found %s"
                .formatted(entry.getKey(), entry.getValue()));
      }
      placed.put(entry.getKey(), index.resolveSibling(shard));
    }
    return placed;
  }

  private static JsonNode parse(Path index) throws IOException {
    try {
      return JSON.readTree(Files.readString(index));
    } catch (CharacterCodingException e) {
      throw malformed(index, "it is not UTF-8");
    } catch (JacksonException e) {
      throw malformed(index, "it is not JSON (" + e.getOriginalMessage() + ")");
    }
  }

  private static MalformedSafetensors malformed(Path index, String what) {
    return new MalformedSafetensors("%s is no index of shards: %s.".formatted(index, what));
  }
}
