package org.cinegraph.cli.verb;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.run.WireProblems;
import org.cinegraph.proto.v1.ForkRunRequest;
import org.cinegraph.proto.v1.ForkRunResponse;
import org.cinegraph.proto.v1.ParameterChange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "fork",
    description = "Make a new run that computes a node and all that depends on it anew")
final class ForkRun extends RunAct {
  @Option(
      names = "--from",
      required = true,
      paramLabel = "NODE",
      description =
          "The node where the fork begins; what does not depend on it comes from the memo")
  private String from = "";

  @Option(
      names = "--set",
      paramLabel = "NODE.PARAM=VALUE",
      description = "Change a parameter of that node or of one behind it")
  private final List<String> changes = new ArrayList<>();

  @Mixin private final IdempotencyKey key = new IdempotencyKey();

  ForkRun(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  Outcome act(ControlClient control, ByteString run, String why) {
    ForkRunRequest.Builder request =
        ForkRunRequest.newBuilder()
            .setRunId(run)
            .setWhy(why)
            .setIdempotencyKey(key.text())
            .setFromNode(from);
    changes.forEach(change -> request.addChanges(read(change)));
    ForkRunResponse response = control.call(service -> service.forkRun(request.build()));
    WireProblems.requireNone(response.getProblemsList());
    return new Outcome(response.getRun(), response.getChangedList());
  }

  private static ParameterChange read(String change) {
    int equals = change.indexOf('=');
    int dot = change.indexOf('.');
    if (dot < 1 || equals < dot + 2) {
      throw Refusal.usage("--set takes NODE.PARAM=VALUE, found \"%s\"".formatted(change));
    }
    return ParameterChange.newBuilder()
        .setNode(change.substring(0, dot))
        .setParameter(change.substring(dot + 1, equals))
        .setValue(change.substring(equals + 1))
        .build();
  }
}
