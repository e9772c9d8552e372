package org.cinegraph.server.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.db.run.RunSettings;
import org.cinegraph.graph.check.CheckNodePath;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.NodePath;
import org.cinegraph.graph.unroll.Cut;
import org.cinegraph.proto.v1.RunOptions;

/// How a run is asked to be, held against its graph: the nodes that are named have to be there.
record ReadSettings(RunSettings settings, List<Problem> problems) {
  ReadSettings {
    problems = List.copyOf(problems);
  }

  /// What can be told without a graph.
  static void check(RunOptions options) {
    SubmitCalls.checkPriority(options.getPriority());
    if (options.getSegmentSize() < 0) {
      throw RefusedCall.invalid(
          "segment-size",
          "segment_size must be at least 0, found %d".formatted(options.getSegmentSize()));
    }
    if (!options.getOnly().isEmpty() && !options.getUntil().isEmpty()) {
      throw RefusedCall.invalid(
          "cut-twice",
          "only and until cut a graph in two ways: expected one of them, found only %s and until %s"
              .formatted(options.getOnly(), options.getUntil()));
    }
    if (options.getForceCount() > GraphLimits.FORCED) {
      throw RefusedCall.invalid(
          "too-many-forced",
          "force must name at most %d nodes, found %d"
              .formatted(GraphLimits.FORCED, options.getForceCount()));
    }
  }

  static ReadSettings read(LinkedGraph graph, RunOptions options) {
    List<Problem> problems = new ArrayList<>();
    Optional<Cut> cut =
        path(graph, Cut.Kind.ONLY.written(), options.getOnly(), problems)
            .map(path -> new Cut(Cut.Kind.ONLY, path))
            .or(() ->
                path(graph, Cut.Kind.UNTIL.written(), options.getUntil(), problems)
                    .map(path -> new Cut(Cut.Kind.UNTIL, path)));
    List<NodePath> forced = new ArrayList<>();
    options
        .getForceList()
        .forEach(node -> {
          CheckNodePath.Outcome outcome = CheckNodePath.check(graph, "force", node);
          outcome.path().ifPresent(forced::add);
          outcome.problem().ifPresent(problems::add);
        });
    return new ReadSettings(new RunSettings(options.getSegmentSize(), cut, forced), problems);
  }

  private static Optional<NodePath> path(
      LinkedGraph graph, String option, String written, List<Problem> problems) {
    if (written.isEmpty()) {
      return Optional.empty();
    }
    CheckNodePath.Outcome outcome = CheckNodePath.check(graph, option, written);
    outcome.problem().ifPresent(problems::add);
    return outcome.path();
  }
}
