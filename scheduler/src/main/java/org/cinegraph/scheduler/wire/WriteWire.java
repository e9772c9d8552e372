package org.cinegraph.scheduler.wire;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.SavedCheckpoint;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.ArtifactPart;
import org.cinegraph.proto.v1.CheckpointReference;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.ModelPackage;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.PortValueList;

/// Writes what peers are sent.
public final class WriteWire {
  private WriteWire() {}

  public static ByteString id(UUID id) {
    ByteBuffer buffer = ByteBuffer.allocate(2 * Long.BYTES);
    buffer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return ByteString.copyFrom(buffer.flip());
  }

  public static ByteString digest(Digest digest) {
    return ByteString.copyFrom(digest.bytes());
  }

  public static Lease lease(LeaseName name, Granted granted) {
    Lease.Builder lease =
        Lease.newBuilder()
            .setName(name)
            .setType(granted.type())
            .setVersion(granted.version())
            .setProgramDigest(digest(granted.program()))
            .setParametersJson(CanonicalJson.write(granted.request().parameters()))
            .addAllInputs(values(granted.request().inputs()))
            .setTimeoutMs(granted.request().timeout().map(Duration::toMillis).orElse(0L))
            .setAttempt(granted.attempt());
    granted
        .request()
        .models()
        .forEach((parameter, pin) ->
            lease.putModels(
                parameter,
                ModelPackage.newBuilder()
                    .setName(pin.name())
                    .setDigest(digest(pin.digest()))
                    .build()));
    List<CheckpointReference> checkpoints =
        granted.checkpoints().stream().map(WriteWire::checkpoint).toList();
    if (!checkpoints.isEmpty()) {
      lease
          .setCheckpoint(checkpoints.getFirst())
          .addAllOlderCheckpoints(checkpoints.subList(1, checkpoints.size()));
    }
    return lease.build();
  }

  public static List<NamedValue> values(SequencedMap<String, PortValue> values) {
    return values.entrySet().stream()
        .map(entry ->
            NamedValue.newBuilder()
                .setName(entry.getKey())
                .setValue(value(entry.getValue()))
                .build())
        .toList();
  }

  public static org.cinegraph.proto.v1.PortValue value(PortValue value) {
    var written = org.cinegraph.proto.v1.PortValue.newBuilder();
    return switch (value) {
      case PortValue.Inline(Value inline) -> written.setJson(CanonicalJson.write(inline)).build();
      case PortValue.Artifact(ArtifactReference reference) ->
          written.setArtifact(reference(reference)).build();
      case PortValue.Many(List<PortValue> values) ->
          written
              .setMany(
                  PortValueList.newBuilder()
                      .addAllValues(values.stream().map(WriteWire::value).toList()))
              .build();
    };
  }

  public static org.cinegraph.proto.v1.ArtifactReference reference(ArtifactReference reference) {
    return org.cinegraph.proto.v1.ArtifactReference.newBuilder()
        .setDigest(digest(reference.digest()))
        .setBytes(reference.bytes())
        .setMediaType(reference.mediaType())
        .addAllParts(
            reference.parts().stream()
                .map(part ->
                    ArtifactPart.newBuilder()
                        .setDigest(digest(part.digest()))
                        .setBytes(part.bytes())
                        .build())
                .toList())
        .build();
  }

  public static org.cinegraph.proto.v1.Failure failure(Failure failure) {
    return org.cinegraph.proto.v1.Failure.newBuilder()
        .setCode(failure.code())
        .setCategory(category(failure.category()))
        .setMessage(failure.message())
        .build();
  }

  private static CheckpointReference checkpoint(SavedCheckpoint saved) {
    return CheckpointReference.newBuilder()
        .setNextStep(saved.nextStep())
        .setSteps(saved.steps())
        .setState(reference(saved.state()))
        .setFingerprint(ByteString.copyFrom(saved.fingerprint()))
        .setNumericallyEquivalent(saved.equivalent())
        .build();
  }

  private static org.cinegraph.proto.v1.FailureCategory category(FailureCategory category) {
    return switch (category) {
      case USER -> org.cinegraph.proto.v1.FailureCategory.FAILURE_CATEGORY_USER;
      case RESOURCE -> org.cinegraph.proto.v1.FailureCategory.FAILURE_CATEGORY_RESOURCE;
      case TRANSIENT -> org.cinegraph.proto.v1.FailureCategory.FAILURE_CATEGORY_TRANSIENT;
      case EXTERNAL -> org.cinegraph.proto.v1.FailureCategory.FAILURE_CATEGORY_EXTERNAL;
      case STOPPED -> org.cinegraph.proto.v1.FailureCategory.FAILURE_CATEGORY_STOPPED;
      case FATAL -> org.cinegraph.proto.v1.FailureCategory.FAILURE_CATEGORY_FATAL;
    };
  }
}
