package org.cinegraph.bench.chaos;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.cinegraph.bench.measure.BenchFailure;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.proto.v1.ControlServiceGrpc.ControlServiceBlockingStub;
import org.cinegraph.proto.v1.GetNodeLogRequest;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.GraphSource;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.RunEvent;
import org.cinegraph.proto.v1.RunState;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.cinegraph.proto.v1.SubmitRunResponse;
import org.cinegraph.proto.v1.WatchRunRequest;

/// Renders as a patient client starts and follows them: whoever does not answer is asked again,
/// under the same key.
final class Renders {
  /// The example of the README with more steps; every output counts.
  private static final String GRAPH =
      """
      graph: chaos
      inputs:
        seed: {type: int}
      nodes:
        text:    {type: encode-text,    with: {model: toybox, prompt: "a red ball bounces on a green floor"}}
        latents: {type: sample-latents, with: {model: toybox, conditioning: $text.conditioning, frames: 32, steps: 40, seed: $seed}}
        video:   {type: decode-video,   with: {model: toybox, latents: $latents.latents}}
        large:   {type: upsample,       with: {video: PICTURES, scale: 2}}
        sound:   {type: generate-audio, with: {model: toybox, video: $large.video, prompt: "a red ball bounces", seed: $seed}}
        movie:   {type: mux,            with: {video: $large.video, audio: $sound.audio}}
      outputs:
        latents: $latents.latents
        sound: $sound.audio
        movie: $movie.movie
      """;

  /// Stands before the enlarging of every fifth render.
  private static final String JUDGED =
      """
        judged:  {approve: "Is this the movie?", with: {video: $video.video}}
      outputs:
      """;

  private static final int JUDGED_EVERY = 5;

  private static final long PAUSE_MS = 200;
  private static final long CALL_PATIENCE_S = 10;

  private final ControlClient control;
  private final Judge judge = new Judge();
  private final SequencedMap<Integer, ByteString> open = new LinkedHashMap<>();
  private final SequencedMap<Integer, GetRunResponse> ended = new TreeMap<>();

  Renders(ControlClient control) {
    this.control = control;
  }

  /// @param seed of the noise; names the render as well
  void submit(int seed, String key) throws InterruptedException {
    SubmitRunRequest request =
        SubmitRunRequest.newBuilder()
            .setIdempotencyKey(key + "-" + seed)
            .setSource(
                GraphSource.newBuilder()
                    .setFileName("chaos.yaml")
                    .setContent(ByteString.copyFrom(graph(seed), StandardCharsets.UTF_8)))
            .putInputsAsText("seed", Integer.toString(seed))
            .build();
    SubmitRunResponse answer = patiently(service -> service.submitRun(request));
    if (answer.getProblemsCount() > 0) {
      throw new BenchFailure("The graph of chaos has a mistake: " + answer.getProblems(0));
    }
    open.put(seed, answer.getRun().getRunId());
  }

  private static String graph(int seed) {
    return seed % JUDGED_EVERY == 0
        ? GRAPH.replace("outputs:\n", JUDGED).replace("PICTURES", "$judged.video")
        : GRAPH.replace("PICTURES", "$video.video");
  }

  /// How many questions of theirs were answered.
  int judged() {
    return judge.answered();
  }

  /// Looks which have ended, and answers what is asked; whoever does not answer now is asked next
  /// time.
  void look() {
    try {
      judge.look(within(), open.values());
    } catch (StatusRuntimeException away) {
      return;
    }
    for (int seed : open.keySet().toArray(Integer[]::new)) {
      GetRunRequest request = GetRunRequest.newBuilder().setRunId(open.get(seed)).build();
      try {
        GetRunResponse run = within().getRun(request);
        if (run.getRun().hasEndedAt()) {
          ended.put(seed, run);
          open.remove(seed);
        }
      } catch (StatusRuntimeException away) {
        return;
      }
    }
  }

  int inFlight() {
    return open.size();
  }

  SequencedMap<Integer, GetRunResponse> ended() {
    return ended;
  }

  static boolean succeeded(GetRunResponse run) {
    return run.getRun().getState() == RunState.RUN_STATE_SUCCEEDED;
  }

  /// The digests of a render's outputs by name.
  static SequencedMap<String, String> digests(GetRunResponse run) {
    SequencedMap<String, String> digests = new TreeMap<>();
    run.getOutputsList()
        .forEach(output ->
            digests.put(
                output.getName(),
                HexFormat.of()
                    .formatHex(output.getValue().getArtifact().getDigest().toByteArray())));
    return digests;
  }

  /// What happened to a render, one line for each event.
  List<String> story(GetRunResponse run) {
    WatchRunRequest request =
        WatchRunRequest.newBuilder().setRunId(run.getRun().getRunId()).setFrom(1).build();
    List<String> lines = new ArrayList<>();
    within()
        .watchRun(request)
        .forEachRemaining(news -> {
          if (news.hasEvent()) {
            RunEvent event = news.getEvent();
            Instant at = Instant.ofEpochSecond(event.getAt().getSeconds());
            lines.add(
                "%s %d %s %s %s"
                    .formatted(
                        at,
                        event.getNumber(),
                        event.getType(),
                        event.getNode(),
                        event.getBodyJson()));
          }
        });
    return lines;
  }

  /// Nodes whose work was committed more than once.
  int committedTwice(GetRunResponse run) throws InterruptedException {
    int twice = 0;
    for (NodeRun node : run.getNodesList()) {
      GetNodeLogRequest request =
          GetNodeLogRequest.newBuilder()
              .setRunId(run.getRun().getRunId())
              .setNode(node.getName())
              .build();
      long done =
          patiently(service -> service.getNodeLog(request)).getAttemptsList().stream()
              .filter(attempt -> attempt.getOutcome().equals("done"))
              .count();
      twice += done > 1 ? 1 : 0;
    }
    return twice;
  }

  private <T> T patiently(Function<ControlServiceBlockingStub, T> call)
      throws InterruptedException {
    while (true) {
      Optional<T> answer = once(call);
      if (answer.isPresent()) {
        return answer.get();
      }
      Thread.sleep(PAUSE_MS);
    }
  }

  private <T> Optional<T> once(Function<ControlServiceBlockingStub, T> call) {
    try {
      return Optional.of(call.apply(within()));
    } catch (StatusRuntimeException refused) {
      Status.Code code = refused.getStatus().getCode();
      if (code == Status.Code.INVALID_ARGUMENT || code == Status.Code.NOT_FOUND) {
        throw refused;
      }
      return Optional.empty();
    }
  }

  private ControlServiceBlockingStub within() {
    return control.blocking().withDeadlineAfter(CALL_PATIENCE_S, TimeUnit.SECONDS);
  }
}
