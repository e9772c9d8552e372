package org.cinegraph.cli.progress;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/// A node as the user sees it.
///
/// @param step done of `steps`; both 0 where the node has no steps or has not said
/// @param timeLeft an estimate by the pace since the first step that was seen
/// @param remark why it waits, what it does, how it ended; empty where there is nothing to say
/// @param isGroup whether it stands for many nodes; its remark says how they stand
public record NodeView(
    String name,
    String type,
    Phase phase,
    int step,
    int steps,
    Optional<Duration> timeLeft,
    String remark,
    boolean isGroup) {
  public NodeView {
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
    requireNonNull(phase, "phase is null");
    requireNonNull(timeLeft, "timeLeft is null");
    requireNonNull(remark, "remark is null");
  }

  static NodeView plain(String name, String type, Phase phase, String remark) {
    return new NodeView(name, type, phase, 0, 0, Optional.empty(), remark, false);
  }

  static NodeView ofGroup(String name, String type, Phase phase, String remark) {
    return new NodeView(name, type, phase, 0, 0, Optional.empty(), remark, true);
  }

  NodeView inside(int level) {
    return new NodeView(
        "  ".repeat(level) + name, type, phase, step, steps, timeLeft, remark, isGroup);
  }

  /// Where a node is in its life, for its user.
  public enum Phase {
    PLANNED,
    WAITING,
    RUNNING,
    MEMO_HIT,
    COMPUTED,
    FAILED,
    SKIPPED,
    /// A branch was not taken.
    LEFT_OUT,
    STOPPED;

    public boolean ended() {
      return switch (this) {
        case PLANNED, WAITING, RUNNING -> false;
        case MEMO_HIT, COMPUTED, FAILED, SKIPPED, LEFT_OUT, STOPPED -> true;
      };
    }
  }
}
