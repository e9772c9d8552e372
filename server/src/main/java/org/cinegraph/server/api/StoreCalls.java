package org.cinegraph.server.api;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import org.cinegraph.db.ApiKeys.Caller;
import org.cinegraph.db.artifact.Amount;
import org.cinegraph.db.artifact.CollectGarbage;
import org.cinegraph.db.artifact.GarbageReport;
import org.cinegraph.db.artifact.VerifyArtifacts;
import org.cinegraph.proto.v1.ArtifactAmount;
import org.cinegraph.proto.v1.BadArtifact;
import org.cinegraph.proto.v1.CollectGarbageRequest;
import org.cinegraph.proto.v1.CollectGarbageResponse;
import org.cinegraph.proto.v1.VerifyProgress;
import org.cinegraph.proto.v1.VerifyStoreRequest;
import org.cinegraph.proto.v1.VerifyStoreResponse;
import org.cinegraph.scheduler.wire.WriteWire;

/// The store as a whole: whether it is sound, and what of it can go. Both take as long as the store
/// is large, and tell how far they are.
final class StoreCalls {
  private final VerifyArtifacts verifying;
  private final CollectGarbage collecting;
  private final Duration leastGrace;

  StoreCalls(VerifyArtifacts verifying, CollectGarbage collecting, Duration leastGrace) {
    this.verifying = verifying;
    this.collecting = collecting;
    this.leastGrace = leastGrace;
  }

  void verify(
      Caller caller, VerifyStoreRequest request, StreamObserver<VerifyStoreResponse> answer) {
    Outflow.serve(
        answer,
        out ->
            verifying.verify(
                VerbCalls.asking(caller, request.getWhy()),
                request.getDrop(),
                step -> out.send(message(step))));
  }

  void collect(
      Caller caller, CollectGarbageRequest request, StreamObserver<CollectGarbageResponse> answer) {
    CollectGarbage.Wish wish =
        new CollectGarbage.Wish(
            grace(request.getGraceMs()), age(request.getMemoOlderThanMs()), request.getDryRun());
    Outflow.serve(
        answer,
        out -> {
          GarbageReport result =
              collecting.collect(
                  VerbCalls.asking(caller, request.getWhy()),
                  wish,
                  report -> out.send(message(report).build()));
          out.send(message(result).setFinished(true).build());
        });
  }

  private static Optional<Duration> age(long millis) {
    long most = CollectGarbage.LONGEST_GRACE.toMillis();
    if (millis < 0 || millis > most) {
      throw RefusedCall.invalid(
          "memo-older-than",
          "The age from which results are forgotten: expected 1 ms to %d days, or 0 for none, found %d ms"
              .formatted(CollectGarbage.LONGEST_GRACE.toDays(), millis));
    }
    return millis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
  }

  private Duration grace(long millis) {
    if (millis == 0) {
      return CollectGarbage.USUAL_GRACE;
    }
    Duration grace = Duration.ofMillis(millis);
    if (grace.compareTo(leastGrace) < 0 || grace.compareTo(CollectGarbage.LONGEST_GRACE) > 0) {
      throw RefusedCall.invalid(
          "grace",
          "The grace has to be longer than a lease or an upload takes: expected %d minutes to %d days, found %s"
              .formatted(
                  leastGrace.toMinutes(), CollectGarbage.LONGEST_GRACE.toDays(), written(grace)));
    }
    return grace;
  }

  private static String written(Duration time) {
    if (time.toMillis() % 1000 != 0) {
      return time.toMillis() + " ms";
    }
    return time.toSeconds() % 60 == 0 ? minutes(time.toMinutes()) : time.toSeconds() + " s";
  }

  private static String minutes(long minutes) {
    return minutes == 1 ? "1 minute" : minutes + " minutes";
  }

  private static VerifyStoreResponse message(VerifyArtifacts.Step step) {
    VerifyStoreResponse.Builder message = VerifyStoreResponse.newBuilder();
    return switch (step) {
      case VerifyArtifacts.Step.Progress progress ->
          message
              .setProgress(
                  VerifyProgress.newBuilder()
                      .setArtifacts(progress.looked().count())
                      .setBytes(progress.looked().bytes())
                      .setArtifactsInAll(progress.inAll().count())
                      .setBytesInAll(progress.inAll().bytes())
                      .setBad(progress.bad())
                      .setFinished(progress.finished()))
              .build();
      case VerifyArtifacts.Step.Bad bad -> {
        BadArtifact.Builder artifact =
            BadArtifact.newBuilder()
                .setDigest(WriteWire.digest(bad.reference().digest()))
                .setMediaType(bad.reference().mediaType())
                .setPath(bad.path().toString())
                .setBytesExpected(bad.reference().bytes())
                .setFailure(WriteWire.failure(bad.failure()))
                .addAllHeldBy(bad.heldBy())
                .setDropped(bad.dropped());
        bad.bytesFound().ifPresent(artifact::setBytesFound);
        yield message.setBad(artifact).build();
      }
    };
  }

  private static CollectGarbageResponse.Builder message(GarbageReport report) {
    return CollectGarbageResponse.newBuilder()
        .setResults(report.results())
        .setMarked(message(report.marked()))
        .setWaiting(message(report.waiting()))
        .setRemoved(message(report.removed()))
        .setFiles(message(report.files()))
        .setLeftovers(message(report.leftovers()));
  }

  private static ArtifactAmount message(Amount amount) {
    return ArtifactAmount.newBuilder().setCount(amount.count()).setBytes(amount.bytes()).build();
  }
}
