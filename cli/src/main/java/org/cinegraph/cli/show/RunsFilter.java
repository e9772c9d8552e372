package org.cinegraph.cli.show;

import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.run.RunStates;
import org.cinegraph.proto.v1.ListRunsRequest;
import org.cinegraph.proto.v1.RunState;

/// Which runs a list is to have, as typed.
final class RunsFilter {
  private static final String PAUSED = "paused";
  private static final List<RunState> STATES =
      Stream.of(RunState.values())
          .filter(state -> state != RunState.UNRECOGNIZED)
          .filter(state -> state != RunState.RUN_STATE_UNSPECIFIED)
          .toList();

  private RunsFilter() {}

  /// @param now what a span of time is counted back from
  /// @throws Refusal something cannot be read
  static ListRunsRequest of(List<String> states, String graph, String since, Instant now) {
    ListRunsRequest.Builder filter = ListRunsRequest.newBuilder().setGraph(graph);
    for (String written : states) {
      String state = written.strip().toLowerCase(Locale.ROOT);
      if (state.equals(PAUSED)) {
        filter.setPaused(true);
      } else {
        filter.addStates(state(state));
      }
    }
    if (!since.isEmpty()) {
      Instant time = time(since, now);
      filter.setSubmittedSince(
          Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()));
    }
    return filter.build();
  }

  private static RunState state(String written) {
    return STATES.stream()
        .filter(state -> RunStates.written(state).equals(written))
        .findFirst()
        .orElseThrow(() ->
            Refusal.usage(
                "--state must be %s or paused, found \"%s\""
                    .formatted(
                        STATES.stream().map(RunStates::written).collect(Collectors.joining(", ")),
                        written)));
  }

  /// A moment, or a span back from now.
  static Instant time(String written, Instant now) {
    try {
      if (written.matches("\\d{1,9}[smhd]")) {
        long count = Long.parseLong(written.substring(0, written.length() - 1));
        return now.minus(
            switch (written.charAt(written.length() - 1)) {
              case 's' -> Duration.ofSeconds(count);
              case 'm' -> Duration.ofMinutes(count);
              case 'h' -> Duration.ofHours(count);
              default -> Duration.ofDays(count);
            });
      }
      if (written.endsWith("Z")) {
        return Instant.parse(written);
      }
      LocalDateTime local =
          written.contains("T")
              ? LocalDateTime.parse(written)
              : LocalDate.parse(written).atStartOfDay();
      return local.atZone(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeException e) {
      throw Refusal.usage(
          "--since must be a span such as 90s, 30m, 12h or 7d, or a time such as 2026-01-31 or"
              + " 2026-01-31T18:00:00, found \"%s\"".formatted(written));
    }
  }
}
