package org.cinegraph.cli.show;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.cinegraph.cli.progress.ProgressLines;

/// Times for people, in the zone of the machine.
final class Times {
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private Times() {}

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  static String local(Timestamp time) {
    return LOCAL.format(instant(time).atZone(ZoneId.systemDefault()));
  }

  static String between(Timestamp start, Timestamp end) {
    return ProgressLines.duration(Duration.between(instant(start), instant(end)));
  }
}
