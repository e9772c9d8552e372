package org.cinegraph.cli.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.progress.ProgressLines;
import org.cinegraph.cli.progress.RunLines;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.RunSummary;

/// How a run ended, told once.
///
/// @param outputs the files that were written, by the output's name
record Ending(RunSummary run, RunLines lines, SequencedMap<String, Path> outputs) {
  static Ending of(EndedRun ended, SequencedMap<String, Path> outputs) {
    return new Ending(ended.run().getRun(), ended.lines(), outputs);
  }

  ExitCode exitCode() {
    return switch (run.getState()) {
      case RUN_STATE_SUCCEEDED -> ExitCode.OK;
      case RUN_STATE_STOPPED -> ExitCode.STOPPED;
      case RUN_STATE_FAILED,
          RUN_STATE_SUBMITTED,
          RUN_STATE_RUNNING,
          RUN_STATE_STOPPING,
          RUN_STATE_UNSPECIFIED,
          UNRECOGNIZED ->
          ExitCode.FAILED;
    };
  }

  void tell(Terminal terminal) {
    String id = RunId.written(run.getRunId());
    outputs.values().forEach(path -> terminal.out().println(path));
    terminal.out().println(ProgressLines.totals(lines.counts()));
    if (exitCode() == ExitCode.STOPPED) {
      terminal.err().println("Run %s was stopped; what it computed is in the memo".formatted(id));
    }
    if (exitCode() == ExitCode.FAILED) {
      terminal
          .err()
          .println("Run %s failed: %s".formatted(id, failure().orElse("no reason is known")));
      lines
          .failed()
          .ifPresent(node ->
              terminal.err().println("Its log: ./cinegraph logs %s %s".formatted(id, node)));
    }
  }

  String json() {
    return CanonicalJson.write(fields().fields());
  }

  FieldWriter fields() {
    return new FieldWriter()
        .text("run", RunId.written(run.getRunId()))
        .text("graph", run.getGraph())
        .text("state", RunStates.written(run.getState()))
        .integer("nodes", lines.counts().getAll())
        .integer("memoHits", lines.counts().getMemoHits())
        .integer("computed", lines.counts().getComputed())
        .map("outputs", outputs, path -> new Value.Text(path.toString()))
        .optional("failure", failure(), Value.Text::new);
  }

  Optional<String> failure() {
    return run.hasFailure() ? Optional.of(run.getFailure().getMessage()) : Optional.empty();
  }
}
