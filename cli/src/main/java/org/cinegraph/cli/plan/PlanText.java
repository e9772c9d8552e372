package org.cinegraph.cli.plan;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.PlanLine;
import org.cinegraph.proto.v1.PlanRunResponse;

/// A plan for people: a line for each node of the graph that is more than a value, then the sums.
public final class PlanText {
  private PlanText() {}

  /// @param plan one without problems
  public static List<String> lines(PlanRunResponse plan) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Plan of %s (version %s): %s in %s"
            .formatted(
                plan.getGraph(),
                Digest.ofDigestBytes(plan.getGraphVersion().toByteArray()).brief(),
                PlanWords.count(plan.getTotal().getNodes(), "node"),
                PlanWords.count(plan.getSegments(), "segment")));
    List<PlanLine> shown =
        plan.getLinesList().stream().filter(line -> line.getSettled() < line.getNodes()).toList();
    int names = width(shown.stream().map(PlanLine::getName).toList());
    int types = width(shown.stream().map(PlanLine::getType).toList());
    shown.forEach(line ->
        lines.add(
            "  %s  %s  %s"
                .formatted(
                    padded(line.getName(), names),
                    padded(line.getType(), types),
                    PlanWords.line(line))));
    if (plan.getLinesLeftOut() > 0) {
      lines.add("  and %s more".formatted(PlanWords.count(plan.getLinesLeftOut(), "line")));
    }
    plan.getOpenListsList()
        .forEach(list ->
            lines.add(
                "  what is behind %s is not in it: its list is made in the run".formatted(list)));
    lines.add(PlanWords.fates(plan.getTotal()));
    if (plan.getTotal().getAttempts() > 0) {
      lines.add(PlanWords.seconds(plan));
    }
    if (plan.getTotal().getComputed() + plan.getTotal().getDepending() > 0) {
      lines.add(PlanWords.basis(plan));
    }
    return lines;
  }

  private static int width(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
