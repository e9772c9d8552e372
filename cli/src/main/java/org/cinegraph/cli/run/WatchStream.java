package org.cinegraph.cli.run;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.cinegraph.proto.v1.WatchRunResponse;
import org.jspecify.annotations.Nullable;

/// The messages of one watch call, to be taken one by one with a timeout. Not more than a window of
/// them waits here: the server is asked for the next when one is taken.
final class WatchStream
    implements ClientResponseObserver<WatchRunRequest, WatchRunResponse>, AutoCloseable {
  private static final int WINDOW = 256;

  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private volatile @Nullable ClientCallStreamObserver<WatchRunRequest> call;

  /// What a watch call brings.
  sealed interface Message {
    /// @param ends whether nothing more came in the same message
    record Answer(WatchRunResponse response, boolean ends) implements Message {}

    /// The server has said everything.
    record Complete() implements Message {}

    record Broken(StatusRuntimeException failure) implements Message {}
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<WatchRunRequest> started) {
    started.disableAutoRequestWithInitial(WINDOW);
    call = started;
  }

  /// @return empty after the timeout
  Optional<Message> take(Duration timeout) throws InterruptedException {
    Optional<Message> message =
        Optional.ofNullable(messages.poll(timeout.toMillis(), TimeUnit.MILLISECONDS));
    ClientCallStreamObserver<WatchRunRequest> started = call;
    if (message.orElse(null) instanceof Message.Answer(var _, boolean ends)
        && ends
        && started != null) {
      started.request(1);
    }
    return message;
  }

  @Override
  public void onNext(WatchRunResponse response) {
    if (!response.hasEvents()) {
      messages.add(new Message.Answer(response, true));
      return;
    }
    int last = response.getEvents().getEventsCount() - 1;
    for (int i = 0; i <= last; i++) {
      messages.add(
          new Message.Answer(
              WatchRunResponse.newBuilder().setEvent(response.getEvents().getEvents(i)).build(),
              i == last));
    }
  }

  @Override
  public void onError(Throwable failure) {
    messages.add(
        new Message.Broken(
            Status.fromThrowable(failure)
                .asRuntimeException(Status.trailersFromThrowable(failure))));
  }

  @Override
  public void onCompleted() {
    messages.add(new Message.Complete());
  }

  @Override
  public void close() {
    ClientCallStreamObserver<WatchRunRequest> started = call;
    if (started != null) {
      started.cancel("No longer watched", null);
    }
  }
}
