package org.cinegraph.bench.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectRequest.MessageCase;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.Welcome;
import org.cinegraph.proto.v1.WorkDone;
import org.cinegraph.proto.v1.WorkerHello;
import org.cinegraph.proto.v1.WorkerServiceGrpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlainConnectionTest {
  private static final Welcome.Builder TERMS =
      Welcome.newBuilder().setLeaseTimeToLiveMs(30_000).setRenewEveryMs(50);

  private final FakeDispatch dispatch = new FakeDispatch();
  private Server server;
  private ManagedChannel channel;
  private Thread worker;

  @BeforeEach
  void start() throws IOException {
    String name = UUID.randomUUID().toString();
    server = InProcessServerBuilder.forName(name).addService(dispatch).build().start();
    channel = InProcessChannelBuilder.forName(name).build();
    WorkerHello hello = WorkerHello.newBuilder().addAllNodeTypes(PlainNodeTypes.offered()).build();
    PlainConnection connection =
        new PlainConnection(() -> WorkerServiceGrpc.newStub(channel), hello, 2);
    worker = Thread.startVirtualThread(() -> runUntilInterrupted(connection));
  }

  @AfterEach
  void stop() {
    worker.interrupt();
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void aLeaseIsAnsweredWithItsSalt() throws InterruptedException {
    StreamObserver<ConnectResponse> stream = dispatch.welcome(TERMS);
    assertThat(dispatch.next(MessageCase.CREDITS).getCredits().getMore()).isEqualTo(2);

    LeaseName name = FakeDispatch.name(1);
    stream.onNext(FakeDispatch.lease(name, "no-op", "{\"payload\":3,\"salt\":\"a\"}"));

    WorkDone done = dispatch.next(MessageCase.DONE).getDone();
    assertThat(done.getLease()).isEqualTo(name);
    assertThat(done.getOutputs(0).getValue().getJson())
        .isEqualTo("{\"payload\":\"xxx\",\"salt\":\"a\"}");
    assertThat(dispatch.next(MessageCase.CREDITS).getCredits().getMore()).isEqualTo(1);
  }

  @Test
  void anUnansweredResultIsSentAgainOnTheNextStream() throws InterruptedException {
    StreamObserver<ConnectResponse> first = dispatch.welcome(TERMS);
    LeaseName name = FakeDispatch.name(2);
    first.onNext(FakeDispatch.lease(name, "no-op", "{}"));
    ConnectRequest done = dispatch.next(MessageCase.DONE);
    FakeDispatch.breakOff(first);

    StreamObserver<ConnectResponse> second = dispatch.welcome(TERMS);

    assertThat(dispatch.next(MessageCase.HELLO).getHello().getHeldList()).containsExactly(name);
    assertThat(dispatch.next(MessageCase.DONE)).isEqualTo(done);
    assertThat(dispatch.next(MessageCase.CREDITS).getCredits().getMore()).isEqualTo(2);
    second.onNext(FakeDispatch.committed(name));
    FakeDispatch.breakOff(second);
    assertThat(dispatch.next(MessageCase.HELLO).getHello().getHeldList()).isEmpty();
  }

  @Test
  void aSlowLeaseIsRenewedAndStopsWhenTold() throws InterruptedException {
    StreamObserver<ConnectResponse> stream = dispatch.welcome(TERMS);
    LeaseName name = FakeDispatch.name(3);
    stream.onNext(FakeDispatch.lease(name, "no-op-slow", "{\"seconds\":600.0}"));

    assertThat(dispatch.next(MessageCase.PROGRESS).getProgress().getSteps()).isEqualTo(6000);
    assertThat(dispatch.next(MessageCase.RENEWAL).getRenewal().getLeasesList())
        .containsExactly(name);
    stream.onNext(FakeDispatch.stop(name));
    assertThat(dispatch.next(MessageCase.STOPPED).getStopped().getLease()).isEqualTo(name);
  }

  @Test
  void aLeaseThatNobodyRenewsIsLeftWithoutAnAnswer() throws InterruptedException {
    StreamObserver<ConnectResponse> stream =
        dispatch.welcome(Welcome.newBuilder().setLeaseTimeToLiveMs(200).setRenewEveryMs(50));
    dispatch.next(MessageCase.CREDITS);
    stream.onNext(FakeDispatch.lease(FakeDispatch.name(4), "no-op-slow", "{\"seconds\":600.0}"));

    assertThat(dispatch.next(MessageCase.CREDITS).getCredits().getMore()).isEqualTo(1);
    assertThat(dispatch.next(MessageCase.RENEWAL).getRenewal().getLeasesList()).isEmpty();
  }

  @Test
  void theWholeWorkerHasFewerThanThreeHundredLines() throws IOException {
    int lines = 0;
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/org/cinegraph/bench/plain"))) {
      for (Path source : List.copyOf(sources.toList())) {
        lines += Files.readAllLines(source).size();
      }
    }

    assertThat(lines).isLessThan(300);
  }

  private static void runUntilInterrupted(PlainConnection connection) {
    try {
      connection.run();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
