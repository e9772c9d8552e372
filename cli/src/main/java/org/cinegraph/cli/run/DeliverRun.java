package org.cinegraph.cli.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.stamp.Stamp;
import org.cinegraph.proto.v1.GetGraphRequest;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.RunState;

/// Writes what runs made where a person wants it, stamped.
final class DeliverRun {
  private final ControlClient control;
  private final boolean stamps;
  private Optional<Path> folder;

  /// @param folder absent: one that is named by the first run, below `out`
  DeliverRun(ControlClient control, Optional<Path> folder, boolean stamps) {
    this.control = control;
    this.folder = folder;
    this.stamps = stamps;
  }

  /// @param prefix how the names of the files begin
  Ending deliver(EndedRun ended, String prefix) {
    GetRunResponse run = ended.run();
    SequencedMap<String, Path> outputs = new LinkedHashMap<>();
    if (run.getRun().getState() == RunState.RUN_STATE_SUCCEEDED) {
      Path own = folder.orElseGet(() -> Path.of("out", RunId.written(run.getRun().getRunId())));
      folder = Optional.of(own);
      List<NamedValue> named =
          run.getOutputsList().stream()
              .map(output -> output.toBuilder().setName(prefix + output.getName()).build())
              .toList();
      outputs = new DeliverOutputs(control, own, stamp(run)).deliver(named);
    }
    return Ending.of(ended, outputs);
  }

  private DeliverOutputs.Finish stamp(GetRunResponse ended) {
    if (!stamps) {
      return (_, _) -> {};
    }
    GetGraphRequest request =
        GetGraphRequest.newBuilder().setVersion(ended.getRun().getGraphVersion()).build();
    GetRunRequest whole = GetRunRequest.newBuilder().setRunId(ended.getRun().getRunId()).build();
    String text =
        StampText.of(
            control.call(service -> service.getGraph(request)),
            control.call(service -> service.getRun(whole)));
    return (arrived, mediaType) -> Stamp.append(arrived, mediaType, text);
  }
}
