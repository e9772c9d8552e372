package org.cinegraph.nodes.video.chunk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The bytes of a video artifact: JSON that lists the chunks. Equal videos have equal bytes.
public final class VideoManifest {
  public static final String MEDIA_TYPE = "application/vnd.cinegraph.video+json";

  private static final String VERSION = "cinegraph-video-1";
  private static final JsonMapper JSON = JsonMapper.shared();

  private VideoManifest() {}

  static byte[] write(ChunkList video) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", VERSION);
    root.put("frames", video.frames());
    root.put("width", video.format().width());
    root.put("height", video.format().height());
    ObjectNode rate = root.putObject("rate");
    rate.put("numerator", video.format().rate().numerator());
    rate.put("denominator", video.format().rate().denominator());
    ArrayNode chunks = root.putArray("chunks");
    for (Chunk chunk : video.chunks()) {
      ObjectNode entry = chunks.addObject();
      entry.put("digest", chunk.part().digest().hex());
      entry.put("bytes", chunk.part().bytes());
      entry.put("frames", chunk.frames());
    }
    return (JSON.writeValueAsString(root) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// @throws IllegalArgumentException not a manifest, with the reason
  static ChunkList read(byte[] bytes) {
    try {
      JsonNode root = JSON.readTree(bytes);
      if (!VERSION.equals(root.path("format").asString(""))) {
        throw new IllegalArgumentException("its format is not " + VERSION);
      }
      ChunkList video = new ChunkList(format(root), chunks(root));
      if (video.frames() != root.required("frames").longValue() || video.frames() == 0) {
        throw new IllegalArgumentException(
            "its chunks have " + video.frames() + " frames, it says " + root.required("frames"));
      }
      return video;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "it is no JSON of that form: " + e.getOriginalMessage(), e);
    }
  }

  private static VideoFormat format(JsonNode root) {
    JsonNode rate = root.required("rate");
    return new VideoFormat(
        root.required("width").intValue(),
        root.required("height").intValue(),
        new FrameRate(
            rate.required("numerator").intValue(), rate.required("denominator").intValue()));
  }

  private static List<Chunk> chunks(JsonNode root) {
    List<Chunk> chunks = new ArrayList<>();
    for (JsonNode entry : root.required("chunks")) {
      ArtifactReference.Part part =
          new ArtifactReference.Part(
              new Digest(entry.required("digest").stringValue()),
              entry.required("bytes").longValue());
      chunks.add(new Chunk(part, entry.required("frames").intValue()));
    }
    return chunks;
  }
}
