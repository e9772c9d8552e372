package org.cinegraph.server.api;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The answers of a streaming call, sent by a virtual thread of their own that waits while the
/// client is not ready for more: a slow client costs a bounded buffer and nothing else.
final class Outflow<T> {
  private final ServerCallStreamObserver<T> call;
  private final Semaphore wakes = new Semaphore(0);

  private Outflow(ServerCallStreamObserver<T> call) {
    this.call = call;
  }

  /// Serves a call whose observer came from gRPC. Returns at once.
  static <T> void serve(StreamObserver<T> observer, Consumer<Outflow<T>> body) {
    ServerCallStreamObserver<T> call = (ServerCallStreamObserver<T>) observer;
    Outflow<T> outflow = new Outflow<>(call);
    call.setOnReadyHandler(outflow::wake);
    call.setOnCancelHandler(outflow::wake);
    Thread.ofVirtual().name("outflow").start(() -> outflow.run(body));
  }

  /// Blocks until the client takes more.
  ///
  /// @throws Gone the client has left
  void send(T answer) {
    while (!call.isReady()) {
      pause(Duration.ofSeconds(1));
    }
    checkThere();
    call.onNext(answer);
  }

  /// Waits for a wake, or for the time to pass.
  ///
  /// @throws Gone the client has left
  void pause(Duration longest) {
    checkThere();
    try {
      if (wakes.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        wakes.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Gone();
    }
    checkThere();
  }

  /// Lets the time pass, whoever wakes.
  ///
  /// @throws Gone the client has left
  void rest(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Gone();
    }
    checkThere();
  }

  /// Ends a pause, from any thread.
  void wake() {
    wakes.release();
  }

  private void run(Consumer<Outflow<T>> body) {
    try {
      body.accept(this);
      call.onCompleted();
    } catch (Gone gone) {
      // Nobody is there to be told.
    } catch (RuntimeException e) {
      call.onError(Refusals.refusal(e));
    }
  }

  private void checkThere() {
    if (call.isCancelled()) {
      throw new Gone();
    }
  }

  /// The client has left.
  static final class Gone extends RuntimeException {
    Gone() {
      super("The client has left", null, false, false);
    }
  }
}
