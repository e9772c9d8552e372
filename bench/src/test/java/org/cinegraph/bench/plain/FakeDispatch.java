package org.cinegraph.bench.plain;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cinegraph.proto.v1.AnswerKind;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.StopWork;
import org.cinegraph.proto.v1.Welcome;
import org.cinegraph.proto.v1.WorkAnswer;
import org.cinegraph.proto.v1.WorkerServiceGrpc;

/// The other end of the stream: keeps what arrives and says what a test tells it to say.
final class FakeDispatch extends WorkerServiceGrpc.WorkerServiceImplBase {
  private final BlockingQueue<ConnectRequest> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<StreamObserver<ConnectResponse>> streams =
      new LinkedBlockingQueue<>();

  @Override
  public StreamObserver<ConnectRequest> connect(StreamObserver<ConnectResponse> stream) {
    streams.add(stream);
    return new StreamObserver<>() {
      @Override
      public void onNext(ConnectRequest message) {
        heard.add(message);
      }

      @Override
      public void onError(Throwable cause) {}

      @Override
      public void onCompleted() {}
    };
  }

  /// The next stream that a worker opens, welcomed.
  StreamObserver<ConnectResponse> welcome(Welcome.Builder welcome) throws InterruptedException {
    StreamObserver<ConnectResponse> stream = streams.poll(10, TimeUnit.SECONDS);
    if (stream == null) {
      throw new AssertionError("No worker has connected");
    }
    stream.onNext(ConnectResponse.newBuilder().setWelcome(welcome).build());
    return stream;
  }

  /// The next message of a kind; others before it are passed over.
  ConnectRequest next(ConnectRequest.MessageCase kind) throws InterruptedException {
    while (true) {
      ConnectRequest message = heard.poll(10, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("The worker never sent " + kind);
      }
      if (message.getMessageCase() == kind) {
        return message;
      }
    }
  }

  static ConnectResponse lease(LeaseName name, String type, String parameters) {
    Lease.Builder lease = Lease.newBuilder().setName(name).setType(type).setVersion(1);
    return ConnectResponse.newBuilder().setLease(lease.setParametersJson(parameters)).build();
  }

  static ConnectResponse committed(LeaseName name) {
    return ConnectResponse.newBuilder()
        .setAnswer(WorkAnswer.newBuilder().setLease(name).setKind(AnswerKind.ANSWER_KIND_COMMITTED))
        .build();
  }

  static ConnectResponse stop(LeaseName name) {
    return ConnectResponse.newBuilder().setStop(StopWork.newBuilder().setLease(name)).build();
  }

  static LeaseName name(int number) {
    byte[] id = new byte[16];
    id[15] = (byte) number;
    return LeaseName.newBuilder().setWorkId(ByteString.copyFrom(id)).setFence(number).build();
  }

  static void breakOff(StreamObserver<ConnectResponse> stream) {
    stream.onError(Status.UNAVAILABLE.withDescription("the test broke it").asException());
  }
}
