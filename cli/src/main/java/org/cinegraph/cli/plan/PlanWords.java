package org.cinegraph.cli.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cinegraph.cli.progress.ProgressLines;
import org.cinegraph.proto.v1.PlanLine;
import org.cinegraph.proto.v1.PlanRunResponse;
import org.cinegraph.proto.v1.SecondsSpan;

/// How the parts of a plan are said.
final class PlanWords {
  private PlanWords() {}

  static String count(int number, String one) {
    return number == 1 ? "1 " + one : number + " " + one + "s";
  }

  /// For example `3 nodes: 1 memo hit, 2 computed, about 4.2 s from 14 measured attempts`.
  static String line(PlanLine line) {
    List<String> parts = new ArrayList<>();
    parts.add(
        line.getNodes() == 1 ? fate(line) : count(line.getNodes(), "node") + ": " + fates(line));
    if (line.getDependsOnCount() > 0) {
      parts.add("depends on " + String.join(", ", line.getDependsOnList()));
    }
    if (line.getMayBeLeftOut() > 0) {
      parts.add(line.getNodes() == 1 ? "a branch may leave it out" : "a branch may leave some out");
    }
    if (line.getComputed() + line.getDepending() > 0) {
      parts.add(cost(line));
    }
    return String.join("; ", parts);
  }

  private static String fate(PlanLine line) {
    if (line.getMemoHits() > 0) {
      return "memo hit";
    } else if (line.getComputed() > 0) {
      return "computed";
    } else if (line.getShared() > 0) {
      return "shared with a node of the same memo key";
    } else if (line.getDepending() > 0) {
      return "memo key not known yet";
    } else if (line.getAsked() > 0) {
      return "asks a person";
    }
    return line.getLists() > 0 ? "waits for a list" : "settled by the control plane";
  }

  static String fates(PlanLine line) {
    List<String> parts = new ArrayList<>();
    add(parts, line.getMemoHits(), "memo hit", "memo hits");
    add(parts, line.getComputed(), "computed", "computed");
    add(parts, line.getShared(), "shared", "shared");
    add(
        parts,
        line.getDepending(),
        "with a memo key not known yet",
        "with memo keys not known yet");
    add(parts, line.getAsked(), "for a person", "for persons");
    add(parts, line.getLists(), "list", "lists");
    add(parts, line.getSettled(), "settled by the control plane", "settled by the control plane");
    return parts.isEmpty() ? "Nothing to do" : String.join(", ", parts);
  }

  private static void add(List<String> parts, int number, String one, String many) {
    if (number > 0) {
      parts.add(number + " " + (number == 1 ? one : many));
    }
  }

  private static String cost(PlanLine line) {
    String memory = memory(line);
    if (line.getAttempts() == 0) {
      return "never measured" + memory;
    }
    double median = line.getSeconds().getMedian() + line.getPossibleSeconds().getMedian();
    return "about %s from %s%s%s"
        .formatted(
            time(median),
            count(line.getAttempts(), "measured attempt"),
            line.getOtherModels() ? " with other models" : "",
            memory);
  }

  private static String memory(PlanLine line) {
    String device =
        line.getDeviceMemoryBytes() > 0
            ? bytes(line.getDeviceMemoryBytes()) + " of the device"
            : "";
    String host = line.getHostMemoryBytes() > 0 ? bytes(line.getHostMemoryBytes()) : "";
    String both = device.isEmpty() || host.isEmpty() ? device + host : device + " and " + host;
    if (both.isEmpty()) {
      return "";
    }
    return ", memory "
        + both
        + (line.getMemoryRaised() ? " (raised after it ran out)" : " (declared)");
  }

  static String seconds(PlanRunResponse plan) {
    PlanLine total = plan.getTotal();
    SecondsSpan sure = total.getSeconds();
    SecondsSpan possible = total.getPossibleSeconds();
    String more =
        possible.getMedian() > 0
            ? ", and %s more if all is computed that may be".formatted(span(possible))
            : "";
    return "Workers compute %s%s; the longest chain takes %s"
        .formatted(span(sure), more, span(plan.getLongestChain()));
  }

  static String basis(PlanRunResponse plan) {
    PlanLine total = plan.getTotal();
    String never =
        plan.getNeverMeasured() == 0
            ? ""
            : "%s never measured and in no sum"
                .formatted(
                    plan.getNeverMeasured() == 1
                        ? "1 node was"
                        : plan.getNeverMeasured() + " nodes were");
    if (total.getAttempts() == 0) {
      return "How long it takes is not known: nothing of what it computes was measured";
    }
    return "How sure: from %s or more for each node%s%s"
        .formatted(
            count(total.getAttempts(), "measured attempt"),
            total.getOtherModels() ? ", some with other models" : "",
            never.isEmpty() ? "" : "; " + never);
  }

  private static String span(SecondsSpan span) {
    String median = time(span.getMedian());
    String low = time(span.getLow());
    String high = time(span.getHigh());
    return low.equals(high) ? median : "%s (%s to %s)".formatted(median, low, high);
  }

  static String time(double seconds) {
    return ProgressLines.duration(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  private static String bytes(long bytes) {
    return bytes >= 1 << 30
        ? String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30))
        : String.format(Locale.ROOT, "%d MiB", Math.max(1, bytes >> 20));
  }
}
