package org.cinegraph.bench.stack;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.run.GraphFile;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.GetArtifactRequest;
import org.cinegraph.proto.v1.GetArtifactResponse;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.PortValue;
import org.cinegraph.proto.v1.RunState;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.cinegraph.proto.v1.SubmitRunResponse;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.cinegraph.proto.v1.WatchRunResponse;

/// Makes movies by a graph with an output `movie`, as a client of a control plane.
public final class Movies {
  private static final String OUTPUT = "movie";

  private final ControlClient control;
  private final GraphFile graph;
  private final Path folder;

  /// @param folder where the movies go
  public Movies(ControlClient control, GraphFile graph, Path folder) {
    this.control = control;
    this.graph = graph;
    this.folder = folder;
  }

  /// Submits a run and returns its id at once.
  public ByteString submit(SequencedMap<String, String> inputs) throws IOException {
    SubmitRunRequest request =
        SubmitRunRequest.newBuilder()
            .setIdempotencyKey(UUID.randomUUID().toString())
            .setSource(graph.source())
            .putAllInputsAsText(inputs)
            .build();
    SubmitRunResponse response = control.call(service -> service.submitRun(request));
    if (response.getProblemsCount() > 0) {
      throw new IOException(graph.name() + ": " + response.getProblems(0).getMessage());
    }
    return response.getRun().getRunId();
  }

  /// Waits for the end of a run and fetches its movie.
  public Path deliver(ByteString run) throws IOException {
    WatchRunRequest watch = WatchRunRequest.newBuilder().setRunId(run).setFrom(1).build();
    Iterator<WatchRunResponse> events = control.call(service -> service.watchRun(watch));
    while (events.hasNext()) {
      events.next();
    }
    GetRunRequest request = GetRunRequest.newBuilder().setRunId(run).build();
    GetRunResponse ended = control.call(service -> service.getRun(request));
    if (ended.getRun().getState() != RunState.RUN_STATE_SUCCEEDED) {
      throw new IOException(
          "Run %s ended as %s: %s"
              .formatted(
                  RunId.written(run),
                  ended.getRun().getState(),
                  ended.getRun().getFailure().getMessage()));
    }
    Path file = folder.resolve(RunId.written(run) + ".mp4");
    fetch(movie(ended), file);
    return file;
  }

  /// An output of a run that has ended, as JSON.
  public Value value(ByteString run, String name) throws IOException {
    GetRunRequest request = GetRunRequest.newBuilder().setRunId(run).build();
    GetRunResponse ended = control.call(service -> service.getRun(request));
    return CanonicalJson.parse(output(ended, name).getJson());
  }

  private ByteString movie(GetRunResponse ended) throws IOException {
    return output(ended, OUTPUT).getArtifact().getDigest();
  }

  private PortValue output(GetRunResponse ended, String name) throws IOException {
    for (NamedValue output : ended.getOutputsList()) {
      if (output.getName().equals(name)) {
        return output.getValue();
      }
    }
    throw new IOException(graph.name() + " has no output " + name);
  }

  private void fetch(ByteString digest, Path file) throws IOException {
    GetArtifactRequest request = GetArtifactRequest.newBuilder().setDigest(digest).build();
    try (OutputStream out = Files.newOutputStream(file)) {
      Iterator<GetArtifactResponse> pieces = control.call(service -> service.getArtifact(request));
      while (pieces.hasNext()) {
        pieces.next().getPiece().writeTo(out);
      }
    }
  }
}
