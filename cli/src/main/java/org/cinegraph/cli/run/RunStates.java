package org.cinegraph.cli.run;

import java.util.Locale;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.proto.v1.RunState;
import org.cinegraph.proto.v1.RunSummary;

/// The states of runs and nodes in words.
public final class RunStates {
  private RunStates() {}

  public static String written(RunState state) {
    return words(state.name(), "RUN_STATE_");
  }

  /// With what a person did to it, as long as that means anything.
  public static String written(RunSummary run) {
    return written(run.getState()) + (run.getPaused() && !run.hasEndedAt() ? ", paused" : "");
  }

  public static String written(NodeState state) {
    return words(state.name(), "NODE_STATE_");
  }

  private static String words(String name, String prefix) {
    return name.replace(prefix, "").replace('_', ' ').toLowerCase(Locale.ROOT);
  }
}
