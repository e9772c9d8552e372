package org.cinegraph.workers.stream;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a [Connection] connected: opens streams, renews on time, waits longer after each failure.
public final class ConnectionLoop {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLoop.class);
  private static final long FIRST_PAUSE_MS = 50;

  /// Short: a stack that is being started waits for its worker. A refused connection costs next to
  /// nothing.
  private static final long LONGEST_PAUSE_MS = 250;

  private final Connection connection;
  private final Function<StreamObserver<ConnectResponse>, StreamObserver<ConnectRequest>> opener;

  public ConnectionLoop(
      Connection connection,
      Function<StreamObserver<ConnectResponse>, StreamObserver<ConnectRequest>> opener) {
    this.connection = connection;
    this.opener = opener;
  }

  /// Runs until the connection is drained.
  ///
  /// @return why the control plane will never take this worker; empty after a drain
  public Optional<Status> run() throws InterruptedException {
    long pause = FIRST_PAUSE_MS;
    boolean away = false;
    while (true) {
      Stream stream = new Stream();
      connection.open(opener.apply(stream));
      Status end = stream.drive();
      if (connection.isDrained()) {
        connection.complete();
        return Optional.empty();
      }
      boolean wasWelcomed = stream.welcomed;
      connection.lost();
      if (wasWelcomed || !away) {
        LOG.warn(
            "stream=lost code={} why=\"{}\" held={}",
            end.getCode(),
            reason(end),
            connection.held().size());
      }
      away = true;
      if (!wasWelcomed && isFinal(end)) {
        return Optional.of(end);
      }
      pause = wasWelcomed ? FIRST_PAUSE_MS : Math.min(2 * pause, LONGEST_PAUSE_MS);
      Thread.sleep(pause);
      connection.tick();
    }
  }

  /// gRPC describes a refused connection as an io exception; its cause has the address.
  private static String reason(Status status) {
    Throwable cause = status.getCause();
    return String.valueOf(cause == null ? status.getDescription() : cause.getMessage());
  }

  /// A hello that was refused will be refused again.
  private static boolean isFinal(Status status) {
    return switch (status.getCode()) {
      case UNAUTHENTICATED,
          PERMISSION_DENIED,
          INVALID_ARGUMENT,
          FAILED_PRECONDITION,
          UNIMPLEMENTED ->
          true;
      default -> false;
    };
  }

  private final class Stream implements StreamObserver<ConnectResponse> {
    private final CompletableFuture<Status> ended = new CompletableFuture<>();
    private volatile boolean welcomed;

    /// Until the stream ends or the connection is drained.
    Status drive() throws InterruptedException {
      while (!connection.isDrained()) {
        // A drain is noticed soon, without a message.
        long wait = Math.min(connection.renewEveryMs(), 200);
        Optional<Status> end = waitForEnd(wait);
        if (end.isPresent()) {
          return end.get();
        }
        if (connection.tick()) {
          connection.abandon();
          return Status.DEADLINE_EXCEEDED.withDescription("no answer in time");
        }
      }
      return Status.OK;
    }

    private Optional<Status> waitForEnd(long milliseconds) throws InterruptedException {
      try {
        return Optional.of(ended.get(milliseconds, TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        return Optional.empty();
      } catch (java.util.concurrent.ExecutionException e) {
        throw new IllegalStateException("Never completed with an exception", e);
      }
    }

    @Override
    public void onNext(ConnectResponse message) {
      welcomed |= message.hasWelcome();
      connection.receive(message);
    }

    @Override
    public void onError(Throwable cause) {
      ended.complete(Status.fromThrowable(cause));
    }

    @Override
    public void onCompleted() {
      ended.complete(Status.UNAVAILABLE.withDescription("the control plane ended the stream"));
    }
  }
}
