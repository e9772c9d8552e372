package org.cinegraph.bench.sampling;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
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
/// keeps artifacts in files. It knows no database, so what is measured behind it is the worker.
final class LoneControlPlane extends WorkerServiceGrpc.WorkerServiceImplBase {
  private static final Welcome TERMS =
      Welcome.newBuilder()
          .setServer("bench")
          .setLeaseTimeToLiveMs(Duration.ofSeconds(15).toMillis())
          .setRenewEveryMs(Duration.ofSeconds(5).toMillis())
          .build();

  private static final int PIECE_BYTES = 512 * 1024;

  private final StoredArtifacts artifacts;
  private final Map<LeaseName, CompletableFuture<ConnectRequest>> answers =
      new ConcurrentHashMap<>();
  private final CompletableFuture<StreamObserver<ConnectResponse>> worker =
      new CompletableFuture<>();
  private volatile int checkpoints;

  LoneControlPlane(StoredArtifacts artifacts) {
    this.artifacts = artifacts;
  }

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

  StoredArtifacts artifacts() {
    return artifacts;
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
        artifacts.checkpoint(
            digest(message.getCheckpoint().getCheckpoint().getState().getDigest()));
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
    Digest digest = digest(request.getDigest());
    if (!artifacts.holds(digest)) {
      answer.onError(Status.NOT_FOUND.asException());
      return;
    }
    try (InputStream in = Files.newInputStream(artifacts.file(digest))) {
      for (byte[] piece = in.readNBytes(PIECE_BYTES);
          piece.length > 0;
          piece = in.readNBytes(PIECE_BYTES)) {
        ByteString bytes = UnsafeByteOperations.unsafeWrap(piece);
        answer.onNext(FetchArtifactResponse.newBuilder().setPiece(bytes).build());
      }
      answer.onCompleted();
    } catch (IOException e) {
      answer.onError(Status.INTERNAL.withCause(e).asException());
    }
  }

  @Override
  public StreamObserver<StoreArtifactRequest> storeArtifact(
      StreamObserver<StoreArtifactResponse> answer) {
    StoredArtifacts.Arriving arriving = artifacts.arriving();
    return new StreamObserver<>() {
      private ByteString digest = ByteString.EMPTY;

      @Override
      public void onNext(StoreArtifactRequest message) {
        if (message.hasHeader()) {
          digest = message.getHeader().getDigest();
        }
        arriving.piece(message.getPiece());
      }

      @Override
      public void onError(Throwable cause) {}

      @Override
      public void onCompleted() {
        arriving.end(LoneControlPlane.digest(digest));
        answer.onNext(StoreArtifactResponse.getDefaultInstance());
        answer.onCompleted();
      }
    };
  }

  private static Digest digest(ByteString bytes) {
    return Digest.ofDigestBytes(bytes.toByteArray());
  }
}
