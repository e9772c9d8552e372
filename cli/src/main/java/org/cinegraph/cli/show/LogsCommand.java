package org.cinegraph.cli.show;

import static java.util.Objects.requireNonNull;

import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.proto.v1.AttemptLog;
import org.cinegraph.proto.v1.GetNodeLogRequest;
import org.cinegraph.proto.v1.GetNodeLogResponse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `logs`: what the attempts of a node said.
@Command(name = "logs", description = "Print what a node said, lease by lease")
public final class LogsCommand extends Verb {
  @Parameters(paramLabel = "RUN", description = "A run id, or a unique beginning or end of one")
  private @Nullable String run;

  @Parameters(paramLabel = "NODE", description = "A node of its graph")
  private @Nullable String node;

  public LogsCommand(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    GetNodeLogRequest request =
        GetNodeLogRequest.newBuilder()
            .setRunId(RunId.find(control, requireNonNull(run)))
            .setNode(requireNonNull(node))
            .build();
    GetNodeLogResponse response = control.call(service -> service.getNodeLog(request));
    if (response.getAttemptsCount() == 0) {
      complain("Node %s was not computed in this run: it waits, or is a memo hit".formatted(node));
    }
    response.getAttemptsList().forEach(this::print);
    return ExitCode.OK;
  }

  private void print(AttemptLog attempt) {
    String outcome = attempt.getOutcome().isEmpty() ? "still running" : attempt.getOutcome();
    print(
        "--- lease %d, worker %s, %s: %s"
            .formatted(
                attempt.getFence(),
                attempt.getWorker(),
                Times.local(attempt.getStartedAt()),
                outcome));
    if (!attempt.getLog().isBlank()) {
      print(attempt.getLog().stripTrailing());
    }
  }
}
