package org.cinegraph.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.progress.ProgressView;
import org.cinegraph.proto.v1.ControlServiceGrpc;
import org.cinegraph.proto.v1.KillRunRequest;
import org.cinegraph.proto.v1.KillRunResponse;
import org.cinegraph.proto.v1.StopRunRequest;
import org.cinegraph.proto.v1.StopRunResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StopByInterruptTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger interrupts = new AtomicInteger();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Server server;
  private final ManagedChannel channel;
  private final StopByInterrupt tick;

  StopByInterruptTest() {
    server = InProcessServerBuilder.forName("stop").addService(new Asked()).build();
    channel = InProcessChannelBuilder.forName("stop").build();
    tick =
        new StopByInterrupt(
            ControlClient.over(channel, "token", "here"),
            ByteString.copyFromUtf8("run"),
            interrupts::get,
            ProgressView.log(new PrintStream(said, true)));
  }

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void withoutAnInterruptNothingIsAsked() {
    tick.run();

    assertThat(asked).isEmpty();
    assertThat(said.size()).isZero();
  }

  @Test
  void theFirstStopsInOrderTheSecondAtOnceAndAThirdChangesNothing() {
    for (int i = 0; i < 3; i++) {
      interrupts.incrementAndGet();
      tick.run();
      tick.run();
    }

    assertThat(asked).containsExactly("stop", "kill");
    assertThat(said.toString().lines())
        .containsExactly(
            "Stopping the run at its next checkpoints (Ctrl-C again: at once) ...",
            "Stopping the run at once ...");
  }

  @Test
  void whileNobodyAnswersItIsAskedAgainAndSaidOnce() {
    refusals.set(2);
    interrupts.incrementAndGet();
    for (int i = 0; i < 4; i++) {
      tick.run();
    }

    assertThat(asked).containsExactly("stop");
    assertThat(said.toString().lines()).hasSize(1);
  }

  private final class Asked extends ControlServiceGrpc.ControlServiceImplBase {
    @Override
    public void stopRun(StopRunRequest request, StreamObserver<StopRunResponse> answer) {
      if (refusals.getAndDecrement() > 0) {
        answer.onError(Status.UNAVAILABLE.asRuntimeException());
        return;
      }
      asked.add("stop");
      answer.onNext(StopRunResponse.getDefaultInstance());
      answer.onCompleted();
    }

    @Override
    public void killRun(KillRunRequest request, StreamObserver<KillRunResponse> answer) {
      asked.add("kill");
      answer.onNext(KillRunResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }
}
