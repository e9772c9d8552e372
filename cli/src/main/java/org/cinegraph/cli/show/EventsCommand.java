package org.cinegraph.cli.show;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import java.time.Duration;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.EventTail;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.history.EventWords;
import org.cinegraph.cli.progress.EventJson;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.RunEvent;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `events`: what happened in a run, numbered. Ends with the newest event, or follows the run.
@Command(name = "events", description = "Print what happened in a run, event by event")
final class EventsCommand extends Verb {
  @Parameters(paramLabel = "RUN", description = "A run id, or a unique beginning or end of one")
  private @Nullable String run;

  @Option(
      names = "--from",
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of the first event wanted (default: 1)")
  private long from;

  @Option(names = "--follow", description = "Go on until the run has ended")
  private boolean follow;

  @Option(names = "--json", description = "Print each event as a line of JSON")
  private boolean json;

  EventsCommand(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    if (from < 1) {
      throw Refusal.usage("--from must be at least 1, found %d".formatted(from));
    }
    ByteString id = RunId.find(control, requireNonNull(run));
    GetRunRequest request = GetRunRequest.newBuilder().setRunId(id).build();
    long last = control.call(service -> service.getRun(request)).getRun().getLastEvent();
    if (follow || from <= last) {
      print(control, id, follow ? Long.MAX_VALUE : last);
    }
    return ExitCode.OK;
  }

  private void print(ControlClient control, ByteString id, long last) {
    Duration patience = follow ? EventTail.PATIENCE : Duration.ZERO;
    new EventTail(control, id, patience, this::complain)
        .read(from, last, event -> print(json ? EventJson.line(event) : line(event)));
  }

  private static String line(RunEvent event) {
    String words = EventWords.of(event);
    String node =
        event.getNode().isEmpty() || words.isEmpty() ? event.getNode() : event.getNode() + ": ";
    return "%5d  %s  %-15s  %s%s"
        .formatted(event.getNumber(), Times.local(event.getAt()), event.getType(), node, words)
        .stripTrailing();
  }
}
