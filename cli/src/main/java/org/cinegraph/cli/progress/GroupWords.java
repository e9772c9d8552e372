package org.cinegraph.cli.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.cli.progress.NodeView.Phase;
import org.cinegraph.proto.v1.NodeCounts;
import org.cinegraph.proto.v1.NodeGroup;

/// A loop, an item of one, a block or a sub-graph as one line: `7 of 10 done, 2 running, 1
/// waiting`.
public final class GroupWords {
  private GroupWords() {}

  /// What stands in the place of a node type.
  public static String type(NodeGroup group) {
    return group.getForEach() ? "for-each" : "block";
  }

  public static NodeView view(NodeGroup group) {
    return NodeView.ofGroup(group.getPath(), type(group), phase(group.getLines()), words(group));
  }

  static Phase phase(NodeCounts lines) {
    if (lines.getRunning() > 0) {
      return Phase.RUNNING;
    }
    if (lines.getWaiting() > 0 || lines.getAll() == 0) {
      return Phase.WAITING;
    }
    if (lines.getFailed() > 0) {
      return Phase.FAILED;
    }
    if (lines.getStopped() > 0) {
      return Phase.STOPPED;
    }
    if (lines.getSkipped() > 0) {
      return Phase.SKIPPED;
    }
    return lines.getMemoHits() == lines.getAll() ? Phase.MEMO_HIT : Phase.COMPUTED;
  }

  public static String words(NodeGroup group) {
    NodeCounts lines = group.getLines();
    List<String> words = new ArrayList<>();
    if (lines.getAll() > 0) {
      words.add(counts(lines));
    }
    if (group.getAsking() > 0) {
      words.add(
          group.getAsking() == 1
              ? group.getAskingNode() + " asks a person"
              : "%d ask a person, %s first".formatted(group.getAsking(), group.getAskingNode()));
    }
    if (lines.getRunning() == 0 && !group.getWaitsFor().isEmpty()) {
      words.add(group.getWaitsFor());
    }
    return String.join("; ", words);
  }

  private static String counts(NodeCounts lines) {
    StringBuilder words = new StringBuilder();
    int done = lines.getComputed() + lines.getMemoHits() + lines.getLeftOut();
    words.append(done).append(" of ").append(lines.getAll()).append(" done");
    add(words, lines.getRunning(), "running");
    add(words, lines.getWaiting(), "waiting");
    add(words, lines.getFailed(), "failed");
    add(words, lines.getSkipped(), "skipped");
    add(words, lines.getStopped(), "stopped");
    List<String> of = new ArrayList<>();
    if (lines.getMemoHits() > 0) {
      of.add(lines.getMemoHits() + (lines.getMemoHits() == 1 ? " memo hit" : " memo hits"));
    }
    if (lines.getLeftOut() > 0) {
      of.add(lines.getLeftOut() + " left out");
    }
    return of.isEmpty() ? words.toString() : "%s (%s)".formatted(words, String.join(", ", of));
  }

  private static void add(StringBuilder words, int count, String word) {
    if (count > 0) {
      words.append(", ").append(count).append(' ').append(word);
    }
  }

  /// What failed in it, by name, and how many more.
  public static List<NodeView> failures(NodeGroup group) {
    List<NodeView> views = new ArrayList<>();
    group
        .getFailedList()
        .forEach(node ->
            views.add(
                NodeView.plain(
                    "  " + node.getName(),
                    node.getType(),
                    Phase.FAILED,
                    node.getFailure().getMessage())));
    more(group).ifPresent(words -> views.add(NodeView.ofGroup("  ...", "", Phase.FAILED, words)));
    return views;
  }

  private static Optional<String> more(NodeGroup group) {
    int more = group.getFailures() - group.getFailedCount();
    return more > 0
        ? Optional.of("and %d more failed %s".formatted(more, more == 1 ? "node" : "nodes"))
        : Optional.empty();
  }
}
