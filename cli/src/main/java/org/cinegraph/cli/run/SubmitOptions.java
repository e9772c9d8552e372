package org.cinegraph.cli.run;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.proto.v1.RunOptions;
import picocli.CommandLine.Option;

/// What a run is given beside its graph. A mixin of `run` and `submit`.
public final class SubmitOptions {
  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Give an input a value; NAME=@FILE gives it a file, @@ begins a text with an @")
  private final List<String> set = new ArrayList<>();

  @Option(
      names = "--only",
      paramLabel = "NODE",
      description = "This node and what it needs; deliver what it gives")
  private String only = "";

  @Option(
      names = "--until",
      paramLabel = "NODE",
      description =
          "Everything but what is behind this node; deliver what it gives and the outputs that are left")
  private String until = "";

  @Option(
      names = "--force",
      paramLabel = "NODE",
      description = "Compute this node anew, and all that depends on it; may be repeated")
  private final List<String> force = new ArrayList<>();

  @Option(names = "--priority", paramLabel = "N", description = "Larger goes first (default: 0)")
  private int priority;

  @Option(
      names = "--segment-size",
      paramLabel = "N",
      hidden = true,
      description = "Nodes a segment")
  private int segmentSize;

  InputArguments inputs(GraphFile file) {
    return InputArguments.parse(set, file.document());
  }

  List<String> set() {
    return set;
  }

  /// Those of a run that is done again: the part that it was of, unless another one is named.
  RunOptions runOptions(StampedRun run) {
    RunOptions options = runOptions();
    return options.getOnly().isEmpty() && options.getUntil().isEmpty()
        ? options.toBuilder().setOnly(run.only()).setUntil(run.until()).build()
        : options;
  }

  RunOptions runOptions() {
    return RunOptions.newBuilder()
        .setPriority(priority)
        .setSegmentSize(segmentSize)
        .setOnly(only)
        .setUntil(until)
        .addAllForce(force)
        .build();
  }
}
