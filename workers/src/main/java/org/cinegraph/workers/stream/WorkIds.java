package org.cinegraph.workers.stream;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.UUID;

/// Ids of the wire: a UUID in 16 bytes, the high half first.
public final class WorkIds {
  private WorkIds() {}

  public static ByteString bytes(UUID id) {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).flip();
    return ByteString.copyFrom(bytes);
  }

  public static String text(ByteString id) {
    if (id.size() != 16) {
      return "malformed";
    }
    ByteBuffer bytes = id.asReadOnlyByteBuffer();
    return new UUID(bytes.getLong(), bytes.getLong()).toString();
  }
}
