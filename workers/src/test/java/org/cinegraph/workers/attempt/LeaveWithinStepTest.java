package org.cinegraph.workers.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.WorkProgress;
import org.cinegraph.workers.fake.ManualClock;
import org.cinegraph.workers.fake.RunningWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A step that takes long asks between its parts whether it is wanted still.
class LeaveWithinStepTest {
  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock();
  private final LongStepNode node = new LongStepNode();

  @Test
  void anAttemptThatTookTooLongLeavesAndSaysSo() throws Exception {
    try (RunningWorker worker = new RunningWorker(folder, clock, node)) {
      start(worker, lease().setTimeoutMs(1_000).build());
      clock.advanceMillis(1_001);

      assertThat(worker.control.nextAnswer().getFailed().getFailure().getCode())
          .isEqualTo("timeout");
    }
  }

  @Test
  void anAttemptWhoseLeaseIsOverLeaves() throws Exception {
    try (RunningWorker worker = new RunningWorker(folder, clock, node)) {
      start(worker, lease().build());
      clock.advanceMillis(10 * RunningWorker.TERMS.getLeaseTimeToLiveMs());

      assertThat(node.ended.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void anOrderlyStopWaitsForTheEndOfTheStep() throws Exception {
    try (RunningWorker worker = new RunningWorker(folder, clock, node)) {
      start(worker, lease().build());
      worker.stop(1);
      assertThat(node.ended.await(100, TimeUnit.MILLISECONDS)).isFalse();
      node.enough.countDown();

      assertThat(worker.control.nextAnswer().hasDone()).isTrue();
    }
  }

  @Test
  void aStepThatTakesLongTellsThatItGetsOnByParts() throws Exception {
    try (RunningWorker worker = new RunningWorker(folder, clock, node)) {
      start(worker, lease().build());
      int before = 0;
      for (int told = 0; told < 3; told++) {
        clock.advanceMillis(5_000);
        WorkProgress progress = nextWithin(worker);
        assertThat(progress.getStep()).isZero();
        assertThat(progress.getPhase()).isEqualTo("run");
        assertThat(progress.getParts()).isGreaterThan(before);
        before = progress.getParts();
      }
      node.enough.countDown();
    }
  }

  private static WorkProgress nextWithin(RunningWorker worker) throws InterruptedException {
    WorkProgress progress;
    do {
      progress = worker.control.next(ConnectRequest.MessageCase.PROGRESS).getProgress();
    } while (progress.getParts() == 0);
    return progress;
  }

  private static Lease.Builder lease() {
    return RunningWorker.lease(1, "long-step", "{}");
  }

  private void start(RunningWorker worker, Lease lease) throws InterruptedException {
    StreamObserver<ConnectResponse> stream = worker.control.welcome(RunningWorker.TERMS);
    stream.onNext(ConnectResponse.newBuilder().setLease(lease).build());
    assertThat(node.begun.await(20, TimeUnit.SECONDS)).isTrue();
  }

  /// One step of as many parts as it takes until it is told that they are enough.
  private static final class LongStepNode implements NodeType {
    private static final NodeDeclaration DECLARATION =
        new NodeDeclaration(
            "long-step",
            1,
            "Long step",
            "Takes long.",
            List.of(),
            List.of(),
            List.of(new OutputPort("parts", new PortType.Int(), "How many.")),
            new Demand(Demand.DeviceClass.ANY, 0, 0, true),
            "graph: long-step");

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch enough = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public NodeDeclaration declaration() {
      return DECLARATION;
    }

    @Override
    public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
      try {
        long parts = context.loop(new Parts(context));
        context.output("parts", new PortValue.Inline(new Value.Int(parts)));
      } finally {
        ended.countDown();
      }
    }

    private final class Parts implements StepLoop<Long> {
      private final NodeContext context;

      Parts(NodeContext context) {
        this.context = context;
      }

      @Override
      public int steps() {
        return 1;
      }

      @Override
      public Long start() {
        return 0L;
      }

      @Override
      public Long step(int step, Long state) throws InterruptedException {
        long parts = state;
        begun.countDown();
        while (enough.getCount() > 0) {
          context.leaveIfOver();
          // Like a network it hears no interrupt.
          LockSupport.parkNanos(1_000_000);
          parts++;
        }
        return parts;
      }

      @Override
      public void save(Long state, DataOutput out) {}

      @Override
      public Long restore(DataInput in) {
        return 0L;
      }
    }
  }
}
