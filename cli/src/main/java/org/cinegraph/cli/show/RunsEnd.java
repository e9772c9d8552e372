package org.cinegraph.cli.show;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.run.RunStates;
import org.cinegraph.proto.v1.KillRunRequest;
import org.cinegraph.proto.v1.RunSummary;
import org.cinegraph.proto.v1.StopRunRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `stop` and `kill`: a person ends a run, and says why.
abstract sealed class RunsEnd extends Verb {
  @Parameters(paramLabel = "RUN", description = "A run id, or a unique beginning or end of one")
  private @Nullable String run;

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Kept with the run's events")
  private String why = "";

  RunsEnd(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  abstract RunSummary end(ControlClient control, ByteString run, String why);

  @Override
  final ExitCode ask(ControlClient control) {
    RunSummary ended = end(control, RunId.find(control, requireNonNull(run)), why);
    print(
        "Run %s is %s"
            .formatted(RunId.written(ended.getRunId()), RunStates.written(ended.getState())));
    return ExitCode.OK;
  }

  @Command(name = "stop", description = "Stop a run in order, each node at its next checkpoint")
  static final class Stop extends RunsEnd {
    Stop(Connect connect, Terminal terminal) {
      super(connect, terminal);
    }

    @Override
    RunSummary end(ControlClient control, ByteString run, String why) {
      StopRunRequest request = StopRunRequest.newBuilder().setRunId(run).setWhy(why).build();
      return control.call(service -> service.stopRun(request)).getRun();
    }
  }

  @Command(name = "kill", description = "End a run now")
  static final class Kill extends RunsEnd {
    Kill(Connect connect, Terminal terminal) {
      super(connect, terminal);
    }

    @Override
    RunSummary end(ControlClient control, ByteString run, String why) {
      KillRunRequest request = KillRunRequest.newBuilder().setRunId(run).setWhy(why).build();
      return control.call(service -> service.killRun(request)).getRun();
    }
  }
}
