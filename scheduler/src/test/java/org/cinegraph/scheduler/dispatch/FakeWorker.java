package org.cinegraph.scheduler.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cinegraph.db.RunFixture;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.proto.FailureMetadata;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.Device;
import org.cinegraph.proto.v1.DeviceKind;
import org.cinegraph.proto.v1.Failure;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.LeaseRenewal;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.OfferedNodeType;
import org.cinegraph.proto.v1.PortValue;
import org.cinegraph.proto.v1.WorkAnswer;
import org.cinegraph.proto.v1.WorkDone;
import org.cinegraph.proto.v1.WorkStopped;
import org.cinegraph.proto.v1.WorkerCredits;
import org.cinegraph.proto.v1.WorkerHello;
import org.cinegraph.proto.v1.WorkerServiceGrpc;
import org.cinegraph.scheduler.wire.WriteWire;

/// One stream of a worker whose every message the test decides.
final class FakeWorker {
  private static final long PATIENCE_SECONDS = 30;

  private final BlockingQueue<ConnectResponse> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();
  private final ClientCallStreamObserver<ConnectRequest> out;

  private FakeWorker(Channel channel) {
    CompletableFuture<ClientCallStreamObserver<ConnectRequest>> started = new CompletableFuture<>();
    WorkerServiceGrpc.newStub(channel)
        .connect(
            new ClientResponseObserver<ConnectRequest, ConnectResponse>() {
              @Override
              public void beforeStart(ClientCallStreamObserver<ConnectRequest> stream) {
                started.complete(stream);
              }

              @Override
              public void onNext(ConnectResponse message) {
                received.add(message);
              }

              @Override
              public void onError(Throwable cause) {
                end.complete(Optional.of(cause));
              }

              @Override
              public void onCompleted() {
                end.complete(Optional.empty());
              }
            });
    this.out = started.join();
  }

  /// A stream on which nothing was said yet.
  static FakeWorker silent(Channel channel) {
    return new FakeWorker(channel);
  }

  /// A worker that is taken in and takes one lease.
  static FakeWorker ready(Channel channel, UUID id, LeaseName... held) {
    FakeWorker worker = silent(channel);
    worker.send(hello(id).addAllHeld(java.util.List.of(held)).build());
    worker.next(ConnectResponse.MessageCase.WELCOME);
    worker.renew(held);
    worker.credits(1);
    return worker;
  }

  static WorkerHello.Builder hello(UUID id) {
    return WorkerHello.newBuilder()
        .setWorkerId(WriteWire.id(id))
        .setName("fake")
        .setProtocolVersion(1)
        .setProcessId(1)
        .setHost("here")
        .setHostMemoryBytes(1L << 30)
        .addDevices(Device.newBuilder().setKind(DeviceKind.DEVICE_KIND_CPU).setName("processor"))
        .addNodeTypes(noOp());
  }

  static OfferedNodeType.Builder noOp() {
    return offered(RunFixture.NO_OP);
  }

  static OfferedNodeType.Builder offered(NodeDeclaration declaration) {
    return OfferedNodeType.newBuilder()
        .setType(declaration.type())
        .setVersion(declaration.version())
        .setDeclarationJson(CanonicalJson.write(DeclarationJson.write(declaration)))
        .setDeclarationDigest(WriteWire.digest(DeclarationJson.digest(declaration)))
        .setProgramDigest(WriteWire.digest(RunFixture.PROGRAM));
  }

  void send(WorkerHello hello) {
    send(ConnectRequest.newBuilder().setHello(hello).build());
  }

  void send(ConnectRequest message) {
    out.onNext(message);
  }

  void credits(int more) {
    send(ConnectRequest.newBuilder().setCredits(WorkerCredits.newBuilder().setMore(more)).build());
  }

  void done(LeaseName lease) {
    send(
        ConnectRequest.newBuilder()
            .setDone(
                WorkDone.newBuilder()
                    .setLease(lease)
                    .addOutputs(
                        NamedValue.newBuilder()
                            .setName("value")
                            .setValue(PortValue.newBuilder().setJson("\"made\""))))
            .build());
  }

  void stopped(LeaseName lease) {
    send(ConnectRequest.newBuilder().setStopped(WorkStopped.newBuilder().setLease(lease)).build());
  }

  ConnectResponse renew(LeaseName... leases) {
    send(
        ConnectRequest.newBuilder()
            .setRenewal(
                LeaseRenewal.newBuilder().addAllLeases(java.util.List.of(leases)).setSequence(1))
            .build());
    return next(ConnectResponse.MessageCase.RENEWED);
  }

  Lease lease() {
    return next(ConnectResponse.MessageCase.LEASE).getLease();
  }

  WorkAnswer answer() {
    return next(ConnectResponse.MessageCase.ANSWER).getAnswer();
  }

  /// The next message of a kind; others before it are passed over.
  ConnectResponse next(ConnectResponse.MessageCase kind) {
    try {
      ConnectResponse message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      while (message != null && message.getMessageCase() != kind) {
        message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
      assertThat(message).as("a message of kind " + kind).isNotNull();
      return message == null ? ConnectResponse.getDefaultInstance() : message;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Leases that came and were not taken yet.
  long leasesWaiting() {
    return received.stream()
        .filter(message -> message.getMessageCase() == ConnectResponse.MessageCase.LEASE)
        .count();
  }

  /// Why the server ended the stream.
  Failure refusal() {
    Throwable cause = end.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join().orElseThrow();
    return FailureMetadata.of(cause).orElseThrow();
  }

  /// As a crash or a broken network looks.
  void crash() {
    out.cancel("crash", null);
  }

  void leave() {
    out.onCompleted();
  }

  static LeaseName withSecret(LeaseName lease, String secret) {
    return lease.toBuilder().setSecret(ByteString.copyFromUtf8(secret)).build();
  }
}
