package org.cinegraph.cli.show;

import static java.util.Objects.requireNonNull;

import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.history.TimelineJson;
import org.cinegraph.cli.history.TimelineText;
import org.cinegraph.cli.progress.ScreenSize;
import org.cinegraph.cli.run.RunStates;
import org.cinegraph.proto.v1.GetTimelineRequest;
import org.cinegraph.proto.v1.GetTimelineResponse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `timeline`: a chart as wide as the terminal.
@Command(name = "timeline", description = "Draw where the time of a run went, node by node")
final class TimelineCommand extends Verb {
  @Parameters(paramLabel = "RUN", description = "A run id, or a unique beginning or end of one")
  private @Nullable String run;

  @Option(names = "--json", description = "Print a JSON object")
  private boolean json;

  @Option(
      names = "--open",
      paramLabel = "GROUP",
      description = "Draw what is in a loop, an item of one, a block or a sub-graph")
  private String open = "";

  @Option(names = "--all", description = "Draw every node, unfolded")
  private boolean all;

  TimelineCommand(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    GetTimelineRequest request =
        GetTimelineRequest.newBuilder()
            .setRunId(RunId.find(control, requireNonNull(run)))
            .setFolded(!all)
            .setParent(open)
            .build();
    GetTimelineResponse timeline = control.call(service -> service.getTimeline(request));
    if (json) {
      print(TimelineJson.of(timeline));
    } else {
      print(
          "%s of graph %s, %s, submitted %s"
              .formatted(
                  RunId.written(timeline.getRun().getRunId()),
                  timeline.getRun().getGraph(),
                  RunStates.written(timeline.getRun()),
                  Times.local(timeline.getRun().getSubmittedAt())));
      TimelineText.lines(timeline, ScreenSize.ofTerminal().columns()).forEach(this::print);
    }
    return ExitCode.OK;
  }
}
