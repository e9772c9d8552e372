package org.cinegraph.scheduler.wire;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.SavedCheckpoint;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.UnreadableJsonException;
import org.cinegraph.proto.v1.CheckpointReference;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.PhaseSeconds;

/// Reads what peers sent; refuses, by the name of the field, what cannot be meant.
public final class ReadWire {
  private static final int UUID_BYTES = 16;
  private static final int LONGEST_NAME = 200;
  private static final int DEEPEST_LIST = 8;

  private ReadWire() {}

  public static UUID id(String field, ByteString bytes) {
    if (bytes.size() != UUID_BYTES) {
      throw new MalformedMessage(field, "a UUID of 16 bytes", bytes.size() + " bytes");
    }
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  public static Digest digest(String field, ByteString bytes) {
    if (bytes.size() != Digest.BYTES) {
      throw new MalformedMessage(field, "a SHA-256 of 32 bytes", bytes.size() + " bytes");
    }
    return Digest.ofDigestBytes(bytes.toByteArray());
  }

  public static String name(String field, String text) {
    if (text.isBlank() || text.length() > LONGEST_NAME || text.indexOf(0) >= 0) {
      throw new MalformedMessage(
          field, "1 to " + LONGEST_NAME + " characters", text.isBlank() ? "nothing" : "others");
    }
    return text;
  }

  public static long notNegative(String field, long number) {
    if (number < 0) {
      throw new MalformedMessage(field, "at least 0", String.valueOf(number));
    }
    return number;
  }

  /// The lease that is meant. Of the secret, nothing but its digest is kept.
  public static LeaseKey lease(String field, LeaseName name) {
    if (name.getFence() < 1) {
      throw new MalformedMessage(field + ".fence", "at least 1", String.valueOf(name.getFence()));
    }
    return new LeaseKey(
        id(field + ".work_id", name.getWorkId()),
        name.getFence(),
        Digest.of(name.getSecret().toByteArray()));
  }

  public static SequencedMap<String, PortValue> values(String field, List<NamedValue> values) {
    SequencedMap<String, PortValue> read = new LinkedHashMap<>();
    for (NamedValue value : values) {
      String name = name(field + ".name", value.getName());
      if (read.put(name, value(field + "." + name, value.getValue())) != null) {
        throw new MalformedMessage(field + " names " + name + " twice");
      }
    }
    return read;
  }

  public static PortValue value(String field, org.cinegraph.proto.v1.PortValue value) {
    return value(field, value, DEEPEST_LIST);
  }

  public static ArtifactReference reference(
      String field, org.cinegraph.proto.v1.ArtifactReference reference) {
    return new ArtifactReference(
        digest(field + ".digest", reference.getDigest()),
        notNegative(field + ".bytes", reference.getBytes()),
        name(field + ".media_type", reference.getMediaType()),
        parts(field + ".parts", reference.getPartsList()));
  }

  public static List<ArtifactReference.Part> parts(
      String field, List<org.cinegraph.proto.v1.ArtifactPart> parts) {
    List<ArtifactReference.Part> read = new ArrayList<>();
    for (var part : parts) {
      read.add(
          new ArtifactReference.Part(
              digest(field + ".digest", part.getDigest()),
              notNegative(field + ".bytes", part.getBytes())));
    }
    return read;
  }

  public static SavedCheckpoint checkpoint(String field, CheckpointReference checkpoint) {
    int steps = checkpoint.getSteps();
    int next = checkpoint.getNextStep();
    if (steps < 1 || next < 0 || next > steps) {
      throw new MalformedMessage(
          field + ".next_step", "0 to the number of steps", next + " of " + steps);
    }
    return new SavedCheckpoint(
        next,
        steps,
        reference(field + ".state", checkpoint.getState()),
        checkpoint.getFingerprint().toByteArray(),
        checkpoint.getNumericallyEquivalent());
  }

  public static Seconds seconds(String field, PhaseSeconds seconds) {
    return new Seconds(
        seconds(field + ".fetch", seconds.getFetch()),
        seconds(field + ".load", seconds.getLoad()),
        seconds(field + ".run", seconds.getRun()),
        seconds(field + ".store", seconds.getStore()));
  }

  public static Failure failure(String field, org.cinegraph.proto.v1.Failure failure) {
    return new Failure(
        name(field + ".code", failure.getCode()),
        category(field + ".category", failure.getCategory()),
        failure.getMessage().replace("\0", ""));
  }

  private static PortValue value(
      String field, org.cinegraph.proto.v1.PortValue value, int deepest) {
    return switch (value.getKindCase()) {
      case JSON -> {
        try {
          yield new PortValue.Inline(CanonicalJson.parse(value.getJson()));
        } catch (UnreadableJsonException e) {
          throw new MalformedMessage(field + ".json: " + e.getMessage());
        }
      }
      case ARTIFACT -> new PortValue.Artifact(reference(field + ".artifact", value.getArtifact()));
      case MANY -> {
        if (deepest == 0) {
          throw new MalformedMessage(
              field, "lists in lists at most " + DEEPEST_LIST + " deep", "deeper ones");
        }
        List<PortValue> values = new ArrayList<>();
        for (var element : value.getMany().getValuesList()) {
          values.add(value(field + ".many", element, deepest - 1));
        }
        yield new PortValue.Many(values);
      }
      case KIND_NOT_SET -> throw new MalformedMessage(field, "a value", "none");
    };
  }

  private static double seconds(String field, double seconds) {
    if (!Double.isFinite(seconds) || seconds < 0) {
      throw new MalformedMessage(field, "seconds, at least 0", String.valueOf(seconds));
    }
    return seconds;
  }

  private static FailureCategory category(
      String field, org.cinegraph.proto.v1.FailureCategory category) {
    return switch (category) {
      case FAILURE_CATEGORY_USER -> FailureCategory.USER;
      case FAILURE_CATEGORY_RESOURCE -> FailureCategory.RESOURCE;
      case FAILURE_CATEGORY_TRANSIENT -> FailureCategory.TRANSIENT;
      case FAILURE_CATEGORY_EXTERNAL -> FailureCategory.EXTERNAL;
      case FAILURE_CATEGORY_STOPPED -> FailureCategory.STOPPED;
      case FAILURE_CATEGORY_FATAL -> FailureCategory.FATAL;
      case FAILURE_CATEGORY_UNSPECIFIED, UNRECOGNIZED ->
          throw new MalformedMessage(field, "a category", "none that is known");
    };
  }
}
