package org.cinegraph.cli.run;

import com.google.protobuf.ByteString;
import java.io.PrintStream;
import java.util.function.Consumer;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.EventTail;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.progress.EventJson;

/// The events of a run for a script: one JSON object a line.
final class EventLines {
  private EventLines() {}

  static ExitCode print(
      ControlClient control,
      ByteString run,
      long from,
      PrintStream out,
      Consumer<String> complaints) {
    new EventTail(control, run, EventTail.PATIENCE, complaints)
        .read(from, Long.MAX_VALUE, event -> out.println(EventJson.line(event)));
    return Ending.of(EndedRun.read(control, run), new java.util.LinkedHashMap<>()).exitCode();
  }
}
