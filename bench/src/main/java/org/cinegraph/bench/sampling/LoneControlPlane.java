package org.cinegraph.bench.sampling;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.AnswerKind;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.FetchArtifactRequest;
import org.cinegraph.proto.v1.FetchArtifactResponse;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.LeaseRenewal;
import org.cinegraph.proto.v1.LeaseRenewed;
import org.cinegraph.proto.v1.StoreArtifactRequest;
import org.cinegraph.proto.v1.StoreArtifactResponse;
import org.cinegraph.proto.v1.Welcome;
import org.cinegraph.proto.v1.WorkAnswer;
import org.cinegraph.proto.v1.WorkerServiceGrpc;

/// The other end of one worker's stream: gives leases by hand, commits whatever comes back, and
/// keeps artifacts in memory. It knows no database, so what is measured behind it is the worker.
final class LoneControlPlane extends WorkerServiceGrpc.WorkerServiceImplBase {
  private static final Welcome TERMS =
      Welcome.newBuilder()
          .setServer("bench")
          .setLeaseTimeToLiveMs(Duration.ofSeconds(15).toMillis())
          .setRenewEveryMs(Duration.ofSeconds(5).toMillis())
          .build();

  private final Map<Digest, byte[]> artifacts = new ConcurrentHashMap<>();
  private final Map<LeaseName, CompletableFuture<ConnectRequest>> answers =
      new ConcurrentHashMap<>();
  private final CompletableFuture<StreamObserver<ConnectResponse>> worker =
      new CompletableFuture<>();
  private volatile int checkpoints;

  /// Gives a lease to the worker, once it has said hello; completes with its answer.
  CompletableFuture<ConnectRequest> give(Lease lease) {
    CompletableFuture<ConnectRequest> answer = new CompletableFuture<>();
    answers.put(lease.getName(), answer);
    say(worker.join(), ConnectResponse.newBuilder().setLease(lease).build());
    return answer;
  }

  /// How many checkpoints the worker has announced.
  int checkpoints() {
    return checkpoints;
  }

  void keep(byte[] artifact) {
    artifacts.put(Digest.of(artifact), artifact);
  }

  byte[] artifact(ByteString digest) {
    return artifacts.getOrDefault(Digest.ofDigestBytes(digest.toByteArray()), new byte[0]);
  }

  @Override
  public StreamObserver<ConnectRequest> connect(StreamObserver<ConnectResponse> stream) {
    return new StreamObserver<>() {
      @Override
      public void onNext(ConnectRequest message) {
        hear(message, stream);
      }

      @Override
      public void onError(Throwable cause) {}

      @Override
      public void onCompleted() {
        stream.onCompleted();
      }
    };
  }

  private void hear(ConnectRequest message, StreamObserver<ConnectResponse> stream) {
    switch (message.getMessageCase()) {
      case HELLO -> {
        say(stream, ConnectResponse.newBuilder().setWelcome(TERMS).build());
        worker.complete(stream);
      }
      case RENEWAL -> renew(message.getRenewal(), stream);
      case CHECKPOINT -> {
        checkpoints++;
        commit(message.getCheckpoint().getLease(), stream);
      }
      case DONE -> end(message.getDone().getLease(), message, stream);
      case FAILED -> end(message.getFailed().getLease(), message, stream);
      case STOPPED -> end(message.getStopped().getLease(), message, stream);
      case CREDITS, PROGRESS, PREVIEW, MESSAGE_NOT_SET -> {}
    }
  }

  private static void renew(LeaseRenewal renewal, StreamObserver<ConnectResponse> stream) {
    LeaseRenewed renewed =
        LeaseRenewed.newBuilder()
            .setSequence(renewal.getSequence())
            .addAllRenewed(renewal.getLeasesList())
            .build();
    say(stream, ConnectResponse.newBuilder().setRenewed(renewed).build());
  }

  private void end(
      LeaseName lease, ConnectRequest message, StreamObserver<ConnectResponse> stream) {
    commit(lease, stream);
    CompletableFuture<ConnectRequest> answer = answers.remove(lease);
    if (answer != null) {
      answer.complete(message);
    }
  }

  private static void commit(LeaseName lease, StreamObserver<ConnectResponse> stream) {
    WorkAnswer committed =
        WorkAnswer.newBuilder().setLease(lease).setKind(AnswerKind.ANSWER_KIND_COMMITTED).build();
    say(stream, ConnectResponse.newBuilder().setAnswer(committed).build());
  }

  /// Streams are not made for several threads.
  private static void say(StreamObserver<ConnectResponse> stream, ConnectResponse message) {
    synchronized (stream) {
      stream.onNext(message);
    }
  }

  @Override
  public void fetchArtifact(
      FetchArtifactRequest request, StreamObserver<FetchArtifactResponse> answer) {
    byte[] bytes = artifact(request.getDigest());
    if (bytes.length == 0) {
      answer.onError(Status.NOT_FOUND.asException());
      return;
    }
    answer.onNext(FetchArtifactResponse.newBuilder().setPiece(ByteString.copyFrom(bytes)).build());
    answer.onCompleted();
  }

  @Override
  public StreamObserver<StoreArtifactRequest> storeArtifact(
      StreamObserver<StoreArtifactResponse> answer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return new StreamObserver<>() {
      @Override
      public void onNext(StoreArtifactRequest message) {
        bytes.writeBytes(message.getPiece().toByteArray());
      }

      @Override
      public void onError(Throwable cause) {}

      @Override
      public void onCompleted() {
        artifacts.put(Digest.of(bytes.toByteArray()), bytes.toByteArray());
        answer.onNext(StoreArtifactResponse.getDefaultInstance());
        answer.onCompleted();
      }
    };
  }
}
