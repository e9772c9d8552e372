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

  RunOptions runOptions() {
    return RunOptions.newBuilder().setPriority(priority).setSegmentSize(segmentSize).build();
  }
}
