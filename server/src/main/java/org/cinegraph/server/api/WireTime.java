package org.cinegraph.server.api;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/// Times for the wire.
final class WireTime {
  /// What a timestamp on the wire may be: the years 1 to 9999.
  private static final long EARLIEST = -62_135_596_800L;

  private static final long LATEST = 253_402_300_799L;

  private WireTime() {}

  /// @throws RefusedCall it is out of the range of timestamps
  static Instant read(String field, Timestamp time) {
    long seconds = time.getSeconds();
    if (seconds < EARLIEST || seconds > LATEST || time.getNanos() < 0) {
      throw RefusedCall.invalid("time", field + " must be a time in the years 1 to 9999");
    }
    return Instant.ofEpochSecond(seconds, time.getNanos());
  }

  static Timestamp of(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
