package org.cinegraph.cli.client;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.cinegraph.proto.v1.ListRunsRequest;
import org.cinegraph.proto.v1.ListRunsResponse;
import org.cinegraph.proto.v1.RunSummary;

/// Run ids as bytes on the wire and as text for people.
public final class RunId {
  private static final int LENGTH = 36;

  /// How many of the newest runs an abbreviated id is looked for in.
  private static final int RECENT = 1000;

  private static final int PAGE = 200;

  private RunId() {}

  public static String written(ByteString id) {
    ByteBuffer bytes = id.asReadOnlyByteBuffer();
    return new UUID(bytes.getLong(), bytes.getLong()).toString();
  }

  static ByteString bytes(UUID id) {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).flip();
    return ByteString.copyFrom(bytes);
  }

  /// Reads an id, or the beginning or end of one that is unique among the newest runs.
  ///
  /// @throws Refusal it is none
  public static ByteString find(ControlClient control, String written) {
    String wanted = written.toLowerCase(Locale.ROOT);
    if (!wanted.matches("[0-9a-f-]+")) {
      throw Refusal.usage("%s is no run id; ./cinegraph runs list shows them".formatted(written));
    }
    if (wanted.length() == LENGTH) {
      return bytes(uuid(wanted, written));
    }
    List<ByteString> found = matches(control, wanted);
    if (found.isEmpty()) {
      throw Refusal.usage(
          "No run begins or ends with %s; ./cinegraph runs list shows them".formatted(written));
    }
    if (found.size() > 1) {
      throw Refusal.usage(
          "%d runs begin or end with %s; write more of it".formatted(found.size(), written));
    }
    return found.getFirst();
  }

  private static UUID uuid(String wanted, String written) {
    try {
      return UUID.fromString(wanted);
    } catch (IllegalArgumentException e) {
      throw Refusal.usage("%s is no run id; ./cinegraph runs list shows them".formatted(written));
    }
  }

  private static List<ByteString> matches(ControlClient control, String wanted) {
    List<ByteString> found = new ArrayList<>();
    String token = "";
    for (int seen = 0; seen < RECENT; seen += PAGE) {
      ListRunsRequest request =
          ListRunsRequest.newBuilder().setPageSize(PAGE).setPageToken(token).build();
      ListRunsResponse page = control.call(service -> service.listRuns(request));
      for (RunSummary run : page.getRunsList()) {
        String id = written(run.getRunId());
        if (id.startsWith(wanted) || id.endsWith(wanted)) {
          found.add(run.getRunId());
        }
      }
      token = page.getNextPageToken();
      if (token.isEmpty()) {
        break;
      }
    }
    return found;
  }
}
