package org.cinegraph.workers.fake;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.proto.FailureMetadata;
import org.cinegraph.proto.v1.AnswerKind;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectRequest.MessageCase;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.FetchArtifactRequest;
import org.cinegraph.proto.v1.FetchArtifactResponse;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.StoreArtifactHeader;
import org.cinegraph.proto.v1.StoreArtifactRequest;
import org.cinegraph.proto.v1.StoreArtifactResponse;
import org.cinegraph.proto.v1.Welcome;
import org.cinegraph.proto.v1.WorkAnswer;
import org.cinegraph.proto.v1.WorkerServiceGrpc;
import org.cinegraph.workers.wire.WireFailures;
import org.cinegraph.workers.wire.WireValues;
import org.jspecify.annotations.Nullable;

/// A control plane that keeps what it hears and says what a test tells it to.
public final class FakeControlPlane extends WorkerServiceGrpc.WorkerServiceImplBase {
  private static final long PATIENCE_SECONDS = 20;

  /// Bytes from which an artifact is placed in the lease's folder instead of being sent.
  public static final int PLACED_FROM = 1_000;

  private final BlockingQueue<ConnectRequest> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<StreamObserver<ConnectResponse>> streams =
      new LinkedBlockingQueue<>();
  private volatile @Nullable StreamObserver<ConnectResponse> current;
  private final Map<Digest, byte[]> artifacts = new ConcurrentHashMap<>();
  private volatile Optional<Runnable> badDisk = Optional.empty();

  @Override
  public StreamObserver<ConnectRequest> connect(StreamObserver<ConnectResponse> stream) {
    return new StreamObserver<>() {
      @Override
      public void onNext(ConnectRequest message) {
        heard.add(message);
        if (message.hasHello()) {
          streams.add(stream);
        }
      }

      @Override
      public void onError(Throwable cause) {}

      @Override
      public void onCompleted() {
        stream.onCompleted();
      }
    };
  }

  @Override
  public void fetchArtifact(
      FetchArtifactRequest request, StreamObserver<FetchArtifactResponse> answer) {
    if (refusesForDisk(answer)) {
      return;
    }
    byte[] bytes = artifacts.get(WireValues.digest(request.getDigest()));
    if (bytes == null) {
      answer.onError(Status.NOT_FOUND.asException());
      return;
    }
    answer.onNext(placed(request, bytes));
    answer.onCompleted();
  }

  /// Long ones are placed, as by a control plane on the same machine; short ones are sent.
  private static FetchArtifactResponse placed(FetchArtifactRequest request, byte[] bytes) {
    if (bytes.length < PLACED_FROM) {
      return FetchArtifactResponse.newBuilder().setPiece(ByteString.copyFrom(bytes)).build();
    }
    try {
      Path folder = Path.of(request.getFolder());
      Files.write(folder.resolve("placed"), bytes);
      return FetchArtifactResponse.newBuilder().setPlaced("placed").build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public StreamObserver<StoreArtifactRequest> storeArtifact(
      StreamObserver<StoreArtifactResponse> answer) {
    return new StreamObserver<>() {
      private StoreArtifactHeader header = StoreArtifactHeader.getDefaultInstance();
      private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

      @Override
      public void onNext(StoreArtifactRequest message) {
        if (message.hasHeader()) {
          header = message.getHeader();
        } else {
          bytes.writeBytes(message.getPiece().toByteArray());
        }
      }

      @Override
      public void onError(Throwable cause) {}

      @Override
      public void onCompleted() {
        if (refusesForDisk(answer)) {
          return;
        }
        Digest digest = put(bytes.toByteArray());
        if (!digest.equals(WireValues.digest(header.getDigest()))) {
          answer.onError(Status.INVALID_ARGUMENT.asException());
          return;
        }
        answer.onNext(StoreArtifactResponse.getDefaultInstance());
        answer.onCompleted();
      }
    };
  }

  /// From now on no artifact is taken or given, as by a store whose disk is full.
  ///
  /// @param refused runs before each refusal
  public void diskIsFull(Runnable refused) {
    badDisk = Optional.of(refused);
  }

  public void diskHasRoom() {
    badDisk = Optional.empty();
  }

  private boolean refusesForDisk(StreamObserver<?> answer) {
    Optional<Runnable> full = badDisk;
    full.ifPresent(refused -> {
      refused.run();
      answer.onError(
          FailureMetadata.refusal(
              Status.Code.UNAVAILABLE,
              WireFailures.message(
                  new Failure(
                      "artifact-store-unavailable",
                      FailureCategory.EXTERNAL,
                      "The artifact store cannot use /store: no room; 0 bytes free there"))));
    });
    return full.isPresent();
  }

  public Digest put(byte[] bytes) {
    Digest digest = Digest.of(bytes);
    artifacts.put(digest, bytes);
    return digest;
  }

  /// Keeps bytes under a name that is not theirs.
  public void putAltered(Digest name, byte[] bytes) {
    artifacts.put(name, bytes);
  }

  public byte[] bytes(ArtifactReference reference) {
    return artifacts.getOrDefault(reference.digest(), new byte[0]);
  }

  public void lose(Digest digest) {
    artifacts.remove(digest);
  }

  /// The next stream on which a worker says hello, welcomed.
  public StreamObserver<ConnectResponse> welcome(Welcome terms) throws InterruptedException {
    StreamObserver<ConnectResponse> stream = streams.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (stream == null) {
      throw new AssertionError("No worker has connected");
    }
    stream.onNext(ConnectResponse.newBuilder().setWelcome(terms).build());
    current = stream;
    return stream;
  }

  /// Speaks on the newest stream.
  public void say(ConnectResponse message) {
    requireNonNull(current, "no stream was welcomed").onNext(message);
  }

  /// Ends the newest stream as a network does.
  public void breakOff() {
    requireNonNull(current, "no stream was welcomed").onError(Status.UNAVAILABLE.asException());
  }

  /// The next message of a kind; others before it are passed over.
  public ConnectRequest next(MessageCase kind) throws InterruptedException {
    while (true) {
      ConnectRequest message = next();
      if (message.getMessageCase() == kind) {
        return message;
      }
    }
  }

  /// The next answer that ends a lease.
  public ConnectRequest nextAnswer() throws InterruptedException {
    while (true) {
      ConnectRequest message = next();
      if (message.hasDone() || message.hasFailed() || message.hasStopped()) {
        return message;
      }
    }
  }

  private ConnectRequest next() throws InterruptedException {
    ConnectRequest message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("The worker says no more");
    }
    return message;
  }

  public static ConnectResponse answer(LeaseName lease, AnswerKind kind) {
    return ConnectResponse.newBuilder()
        .setAnswer(WorkAnswer.newBuilder().setLease(lease).setKind(kind))
        .build();
  }
}
