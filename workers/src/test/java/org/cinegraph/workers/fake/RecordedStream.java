package org.cinegraph.workers.fake;

import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectRequest.MessageCase;

/// Keeps what is sent, in order.
public final class RecordedStream implements StreamObserver<ConnectRequest> {
  private final List<ConnectRequest> sent = new ArrayList<>();

  @Override
  public void onNext(ConnectRequest message) {
    sent.add(message);
  }

  @Override
  public void onError(Throwable cause) {}

  @Override
  public void onCompleted() {}

  public List<ConnectRequest> all() {
    return List.copyOf(sent);
  }

  public ConnectRequest last() {
    return sent.getLast();
  }

  public List<MessageCase> kinds() {
    return sent.stream().map(ConnectRequest::getMessageCase).toList();
  }

  public int count(MessageCase kind) {
    return (int) kinds().stream().filter(kind::equals).count();
  }
}
