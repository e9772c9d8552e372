package org.cinegraph.cli.verb;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import java.util.List;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.run.RunStates;
import org.cinegraph.cli.show.RunJson;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.proto.v1.RunSummary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/// A verb on a run, which is answered with a run: the same one, or a new one.
abstract sealed class RunAct extends Act
    permits ApproveNode,
        ForkRun,
        KillRun,
        PauseRun,
        RecoverRun,
        ReleaseNode,
        RejectNode,
        RerunRun,
        ResumeRun,
        RetryNode,
        SetPriority,
        StopRun {
  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "A run id, or a unique beginning or end of one")
  private @Nullable String run;

  RunAct(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  /// @param changed a sentence for each thing
  record Outcome(RunSummary run, List<String> changed) {}

  abstract Outcome act(ControlClient control, ByteString run, String why);

  /// How it stands when nothing changed, as a sentence goes on.
  String standing(RunSummary run) {
    return "run %s is %s".formatted(RunId.written(run.getRunId()), RunStates.written(run));
  }

  @Override
  final Report act(ControlClient control, String why) {
    Outcome outcome = act(control, RunId.find(control, requireNonNull(run)), why);
    return new Report(
        outcome.changed(),
        standing(outcome.run()),
        new FieldWriter().put("run", RunJson.json(outcome.run())));
  }
}
