package org.cinegraph.cli.progress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.plan.NodeKind;
import org.cinegraph.proto.v1.NodeCounts;

/// A run as lines of text: one a node, with a bar. Pure.
public final class ProgressLines {
  private static final int BAR = 20;
  private static final int WIDEST_NAME = 28;

  private ProgressLines() {}

  /// @param width what a line may take
  /// @param height how many lines there may be; the nodes that are at work come first
  public static List<String> of(List<NodeView> nodes, int width, int height) {
    return of(nodes, width, height, "");
  }

  /// @param noun what the lines are of, all of them, with a space before it; empty: nodes and
  ///   groups
  static List<String> of(List<NodeView> nodes, int width, int height, String noun) {
    List<NodeView> shown = shown(nodes, height);
    int names = widest(shown.stream().map(NodeView::name).toList());
    int types = widest(shown.stream().map(NodeView::type).toList());
    List<String> lines = new ArrayList<>();
    for (NodeView node : shown) {
      String line =
          "%s  %s  %s".formatted(pad(node.name(), names), pad(node.type(), types), state(node));
      lines.add(cut(line, width));
    }
    if (shown.size() < nodes.size()) {
      lines.add(cut(summary(nodes, nodes.size() - shown.size(), noun), width));
    }
    return lines;
  }

  /// What stands behind a node's name: a bar, or why there is none.
  public static String state(NodeView node) {
    if (node.isGroup()) {
      return node.remark();
    }
    return switch (node.phase()) {
      case PLANNED -> "";
      case WAITING -> waiting(node.remark());
      case RUNNING -> running(node);
      case MEMO_HIT -> "memo hit";
      case COMPUTED -> computed(node);
      case FAILED -> withRemark("failed", node.remark());
      case SKIPPED -> withRemark("skipped", node.remark());
      case LEFT_OUT -> "left out";
      case STOPPED -> "stopped";
    };
  }

  /// A question to a person is computed by nobody.
  private static String computed(NodeView node) {
    String ended = node.type().equals(NodeKind.APPROVAL.written()) ? "accepted" : "computed";
    return node.remark().isEmpty() ? ended : ended + " " + node.remark();
  }

  /// The scheduler's reasons begin with the word themselves.
  private static String waiting(String reason) {
    return reason.startsWith("waits") ? reason : withRemark("waits", reason);
  }

  private static String running(NodeView node) {
    if (node.steps() == 0) {
      return node.remark().isEmpty() ? "running" : "running: " + node.remark();
    }
    int filled = (int) ((long) BAR * node.step() / node.steps());
    String bar = "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
    String left = node.timeLeft().map(time -> ", " + duration(time) + " left").orElse("");
    return "%s step %d of %d%s".formatted(bar, node.step(), node.steps(), left);
  }

  /// Few digits: `4.2 s`, `37 s`, `3 min 20 s`, `2 h 5 min`.
  public static String duration(Duration time) {
    double seconds = time.toMillis() / 1000.0;
    if (seconds < 9.95) {
      return String.format(java.util.Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return whole / 60 + " min " + whole % 60 + " s";
    }
    return whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }

  private static List<NodeView> shown(List<NodeView> nodes, int height) {
    if (nodes.size() <= height) {
      return nodes;
    }
    int room = height - 1;
    List<NodeView> shown = new ArrayList<>();
    for (NodeView.Phase phase :
        List.of(NodeView.Phase.FAILED, NodeView.Phase.RUNNING, NodeView.Phase.WAITING)) {
      nodes.stream()
          .filter(node -> node.phase() == phase)
          .limit(room - shown.size())
          .forEach(shown::add);
    }
    return nodes.stream().filter(shown::contains).toList();
  }

  private static String summary(List<NodeView> nodes, int hidden, String noun) {
    long ended = nodes.stream().filter(node -> node.phase().ended()).count();
    return "... and %d more lines; %d of %d%s ended".formatted(hidden, ended, nodes.size(), noun);
  }

  private static String withRemark(String word, String remark) {
    return remark.isEmpty() ? word : word + ": " + remark;
  }

  private static int widest(List<String> words) {
    return Math.min(WIDEST_NAME, words.stream().mapToInt(String::length).max().orElse(0));
  }

  private static String pad(String word, int width) {
    String fitting = cut(word, width);
    return fitting + " ".repeat(width - fitting.length());
  }

  private static String cut(String line, int width) {
    String trimmed = line.stripTrailing();
    return trimmed.length() <= width
        ? trimmed
        : trimmed.substring(0, Math.max(0, width - 3)) + "...";
  }

  /// `5 nodes: 3 memo hits, 2 computed`, with what went wrong if anything did.
  public static String totals(NodeCounts counts) {
    StringBuilder totals = new StringBuilder(counted(counts.getAll(), "node") + ": ");
    totals.append(counted(counts.getMemoHits(), "memo hit"));
    totals.append(", ").append(counts.getComputed()).append(" computed");
    appendIfAny(totals, counts.getFailed(), "failed");
    appendIfAny(totals, counts.getSkipped(), "skipped");
    appendIfAny(totals, counts.getLeftOut(), "left out");
    appendIfAny(totals, counts.getStopped(), "stopped");
    return totals.toString();
  }

  private static void appendIfAny(StringBuilder totals, int count, String word) {
    if (count > 0) {
      totals.append(", ").append(count).append(' ').append(word);
    }
  }

  private static String counted(int count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }
}
