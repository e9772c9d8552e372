package org.cinegraph.cli.run;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.cinegraph.proto.v1.PutArtifactRequest;
import org.cinegraph.proto.v1.PutArtifactResponse;
import org.jspecify.annotations.Nullable;

/// One upload. Sending blocks while the server is not ready for more, so that a large file is never
/// in memory.
final class UploadCall implements ClientResponseObserver<PutArtifactRequest, PutArtifactResponse> {
  private final CompletableFuture<PutArtifactResponse> answer = new CompletableFuture<>();
  private final Semaphore wakes = new Semaphore(0);
  private volatile @Nullable ClientCallStreamObserver<PutArtifactRequest> call;

  @Override
  public void beforeStart(ClientCallStreamObserver<PutArtifactRequest> started) {
    call = started;
    started.setOnReadyHandler(wakes::release);
  }

  /// Does nothing once the server has answered: [#finish] tells what.
  void send(PutArtifactRequest request) {
    ClientCallStreamObserver<PutArtifactRequest> started = started();
    while (!started.isReady() && !answer.isDone()) {
      wakes.acquireUninterruptibly();
    }
    if (!answer.isDone()) {
      started.onNext(request);
    }
  }

  PutArtifactResponse finish() throws Refused {
    if (!answer.isDone()) {
      started().onCompleted();
    }
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new Refused(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(Status.CANCELLED.asRuntimeException());
    }
  }

  @Override
  public void onNext(PutArtifactResponse response) {
    answer.complete(response);
  }

  @Override
  public void onError(Throwable failure) {
    answer.completeExceptionally(failure);
    wakes.release();
  }

  @Override
  public void onCompleted() {
    answer.completeExceptionally(Status.DATA_LOSS.asRuntimeException());
    wakes.release();
  }

  private ClientCallStreamObserver<PutArtifactRequest> started() {
    ClientCallStreamObserver<PutArtifactRequest> started = call;
    if (started == null) {
      throw new IllegalStateException("The call has not begun");
    }
    return started;
  }

  /// The server did not take the file; the cause says why.
  static final class Refused extends Exception {
    Refused(Throwable cause) {
      super(cause);
    }
  }
}
