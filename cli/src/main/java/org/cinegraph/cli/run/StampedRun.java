package org.cinegraph.cli.run;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.stamp.Stamp;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.GraphInput;
import org.cinegraph.graph.document.ParseGraph;
import org.cinegraph.graph.document.ParsedGraph;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.UnreadableJsonException;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.ArtifactReference;
import org.cinegraph.proto.v1.PortValue;
import org.cinegraph.proto.v1.PortValueList;

/// A delivered file as the run that made it: what its stamp says can be run again.
///
/// @param graph the canonical form, with all that it imports
/// @param inputs all of them
/// @param only the part that was run; empty: all of it
/// @param until as above
record StampedRun(
    GraphFile graph, SequencedMap<String, PortValue> inputs, String only, String until) {
  /// Endings of what runs deliver and no graph has.
  private static final List<String> DELIVERED =
      List.of(".mp4", ".png", ".jpg", ".wav", ".mkv", ".safetensors", ".txt");

  /// Empty for a file that may be a graph.
  ///
  /// @throws Refusal it is a delivered file that cannot be run again
  static Optional<StampedRun> find(Path path) {
    String name = path.toString();
    if (!Files.isRegularFile(path)
        || DELIVERED.stream().noneMatch(name.toLowerCase(Locale.ROOT)::endsWith)) {
      return Optional.empty();
    }
    Optional<String> stamp = stamp(path);
    if (stamp.isEmpty()) {
      throw Refusal.usage(
          "%s has no stamp that says which graph made it: expected an MP4 or PNG that `run` delivered (without --no-stamp), or a graph"
              .formatted(name));
    }
    try {
      return Optional.of(read(name, FieldReader.of("stamp", CanonicalJson.parse(stamp.get()))));
    } catch (IllegalArgumentException e) {
      throw Refusal.usage("The stamp of %s is damaged: %s".formatted(name, e.getMessage()));
    }
  }

  private static Optional<String> stamp(Path path) {
    try {
      return Stamp.read(path);
    } catch (IOException e) {
      throw Refusal.usage("%s cannot be read: %s".formatted(path, e.getMessage()));
    }
  }

  private static StampedRun read(String name, FieldReader stamp) {
    if (stamp.optional(StampText.GRAPH).isEmpty()) {
      throw Refusal.usage(
          "The stamp of %s does not carry its graph, which is too large; it is version %s, to be run from its own file"
              .formatted(name, stamp.text(StampText.GRAPH_VERSION)));
    }
    byte[] content = bytes(stamp.value(StampText.GRAPH));
    ParsedGraph parsed = ParseGraph.parse(content, name);
    SequencedMap<String, byte[]> imports = new LinkedHashMap<>();
    if (stamp.optional(StampText.IMPORTS).isPresent()) {
      imports.putAll(stamp.map(StampText.IMPORTS, StampedRun::bytes));
    }
    SequencedMap<String, GraphInput> declared =
        parsed
            .document()
            .orElseThrow(() -> new UnreadableJsonException("its graph cannot be read"))
            .inputs();
    SequencedMap<String, PortValue> inputs = new LinkedHashMap<>();
    stamp
        .map(StampText.INPUTS, value -> value)
        .forEach((input, value) -> {
          GraphInput found = declared.get(input);
          if (found == null) {
            throw new UnreadableJsonException("its graph has no input " + input);
          }
          inputs.put(input, value(found.type(), value));
        });
    return new StampedRun(
        new GraphFile(name, content, parsed, imports),
        inputs,
        text(stamp, StampText.ONLY),
        text(stamp, StampText.UNTIL));
  }

  private static PortValue value(PortType type, Value value) {
    if (type.isInline()) {
      return PortValue.newBuilder().setJson(CanonicalJson.write(value)).build();
    }
    if (type instanceof PortType.ListOf(PortType of) && value instanceof Value.Items(var items)) {
      PortValueList.Builder many = PortValueList.newBuilder();
      items.forEach(item -> many.addValues(value(of, item)));
      return PortValue.newBuilder().setMany(many).build();
    }
    Digest digest = new Digest(FieldReader.of("artifact", value).text(StampText.DIGEST));
    return PortValue.newBuilder()
        .setArtifact(
            ArtifactReference.newBuilder()
                .setDigest(ByteString.copyFrom(digest.bytes()))
                // The store knows how many there are, and of what kind.
                .setBytes(1)
                .setMediaType("application/octet-stream"))
        .build();
  }

  private static String text(FieldReader stamp, String name) {
    return stamp.optional(name).isPresent() ? stamp.text(name) : "";
  }

  private static byte[] bytes(Value value) {
    return CanonicalJson.write(value).getBytes(StandardCharsets.UTF_8);
  }
}
