package org.cinegraph.workers.wire;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.ArtifactPart;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.PortValueList;

/// Port values and artifact references, in both directions. A message that does not say what it has
/// to is an [IllegalArgumentException].
public final class WireValues {
  private WireValues() {}

  public static Digest digest(ByteString bytes) {
    return Digest.ofDigestBytes(bytes.toByteArray());
  }

  public static ByteString bytes(Digest digest) {
    return ByteString.copyFrom(digest.bytes());
  }

  public static ArtifactReference reference(org.cinegraph.proto.v1.ArtifactReference message) {
    List<ArtifactReference.Part> parts = new ArrayList<>();
    for (ArtifactPart part : message.getPartsList()) {
      parts.add(new ArtifactReference.Part(digest(part.getDigest()), part.getBytes()));
    }
    return new ArtifactReference(
        digest(message.getDigest()), message.getBytes(), message.getMediaType(), parts);
  }

  public static org.cinegraph.proto.v1.ArtifactReference message(ArtifactReference reference) {
    return org.cinegraph.proto.v1.ArtifactReference.newBuilder()
        .setDigest(bytes(reference.digest()))
        .setBytes(reference.bytes())
        .setMediaType(reference.mediaType())
        .addAllParts(reference.parts().stream().map(WireValues::message).toList())
        .build();
  }

  public static ArtifactPart message(ArtifactReference.Part part) {
    return ArtifactPart.newBuilder().setDigest(bytes(part.digest())).setBytes(part.bytes()).build();
  }

  public static PortValue value(org.cinegraph.proto.v1.PortValue message) {
    return switch (message.getKindCase()) {
      case JSON -> new PortValue.Inline(CanonicalJson.parse(message.getJson()));
      case ARTIFACT -> new PortValue.Artifact(reference(message.getArtifact()));
      case MANY ->
          new PortValue.Many(
              message.getMany().getValuesList().stream().map(WireValues::value).toList());
      case KIND_NOT_SET -> throw new IllegalArgumentException("A port value says nothing");
    };
  }

  public static org.cinegraph.proto.v1.PortValue message(PortValue value) {
    org.cinegraph.proto.v1.PortValue.Builder message =
        org.cinegraph.proto.v1.PortValue.newBuilder();
    return switch (value) {
      case PortValue.Inline(Value inline) -> message.setJson(CanonicalJson.write(inline)).build();
      case PortValue.Artifact(ArtifactReference reference) ->
          message.setArtifact(message(reference)).build();
      case PortValue.Many(List<PortValue> values) ->
          message
              .setMany(
                  PortValueList.newBuilder()
                      .addAllValues(values.stream().map(WireValues::message).toList()))
              .build();
    };
  }

  public static SequencedMap<String, PortValue> values(List<NamedValue> messages) {
    SequencedMap<String, PortValue> values = new LinkedHashMap<>();
    for (NamedValue message : messages) {
      values.put(message.getName(), value(message.getValue()));
    }
    return values;
  }

  public static List<NamedValue> messages(SequencedMap<String, PortValue> values) {
    List<NamedValue> messages = new ArrayList<>();
    for (Map.Entry<String, PortValue> entry : values.entrySet()) {
      messages.add(
          NamedValue.newBuilder()
              .setName(entry.getKey())
              .setValue(message(entry.getValue()))
              .build());
    }
    return messages;
  }
}
