package org.cinegraph.server.api;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/// Times for the wire.
final class WireTime {
  private WireTime() {}

  static Timestamp of(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
