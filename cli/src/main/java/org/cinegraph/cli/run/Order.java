package org.cinegraph.cli.run;

import java.nio.file.Path;
import java.util.Optional;
import org.cinegraph.proto.v1.RunOptions;

/// What a person wants to be run: a graph, or what a delivered file says of the run that made it.
///
/// @param graph what is run
/// @param inputs what it is given
/// @param options which part of it, and how
record Order(GraphFile graph, InputArguments inputs, RunOptions options) {

  /// Reads everything that it takes, before anything is started for it.
  static Order read(Path path, SubmitOptions options) {
    Optional<StampedRun> stamped = StampedRun.find(path);
    if (stamped.isEmpty()) {
      GraphFile graph = GraphFile.read(path);
      return new Order(graph, options.inputs(graph), options.runOptions());
    }
    StampedRun run = stamped.get();
    return new Order(
        run.graph(), options.inputs(run.graph()).over(run.inputs()), options.runOptions(run));
  }
}
