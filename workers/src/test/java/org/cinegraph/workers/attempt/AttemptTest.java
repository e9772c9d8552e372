package org.cinegraph.workers.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.proto.v1.AnswerKind;
import org.cinegraph.proto.v1.CheckpointReference;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectRequest.MessageCase;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.FailureCategory;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.WorkDone;
import org.cinegraph.proto.v1.WorkFailed;
import org.cinegraph.workers.fake.BrokenNode;
import org.cinegraph.workers.fake.FakeControlPlane;
import org.cinegraph.workers.fake.ManualClock;
import org.cinegraph.workers.fake.MixingNode;
import org.cinegraph.workers.fake.RunningWorker;
import org.cinegraph.workers.wire.WireValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptTest {
  private static final int STEPS = 6;
  private static final byte[] IMAGE = "some picture".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock();

  @Test
  void aLeaseIsComputedItsOutputsStoredAndItsLogKept() throws Exception {
    try (RunningWorker worker = new RunningWorker(folder, clock, new MixingNode())) {
      WorkDone done = compute(worker, mix(worker, 1).build()).getDone();

      assertThat(done.getLease()).isEqualTo(RunningWorker.leaseName(1));
      assertThat(done.getOutputsList()).extracting("name").containsExactly("image", "sum");
      String sum = done.getOutputs(1).getValue().getJson();
      assertThat(stored(worker, done)).asString().isEqualTo(Long.toHexString(Long.parseLong(sum)));
      assertThat(done.getLog()).isEqualTo("mixed 12 bytes\n");
    }
  }

  @Test
  void aLoopStoppedBeforeAnyStepGoesOnToTheSameBytes() throws Exception {
    byte[] whole;
    try (RunningWorker worker = new RunningWorker(folder, clock, new MixingNode())) {
      whole = stored(worker, compute(worker, mix(worker, 1).build()).getDone());
    }

    for (int stopAt = 0; stopAt < STEPS - 1; stopAt++) {
      CheckpointReference checkpoint;
      AtomicInteger at = new AtomicInteger(stopAt);
      AtomicInteger resumedAt = new AtomicInteger(-1);
      StoppingNode node = new StoppingNode(at, resumedAt);
      try (RunningWorker worker = new RunningWorker(folder, clock, node.type())) {
        node.stops(worker);
        StreamObserver<ConnectResponse> stream = start(worker, mix(worker, 1).build());
        checkpoint = worker.control.next(MessageCase.CHECKPOINT).getCheckpoint().getCheckpoint();
        assertThat(worker.control.nextAnswer().hasStopped()).isTrue();
        assertThat(checkpoint.getNextStep()).isEqualTo(stopAt + 1);

        at.set(-1);
        Lease again = mix(worker, 2).setCheckpoint(checkpoint).build();
        stream.onNext(ConnectResponse.newBuilder().setLease(again).build());
        WorkDone done = worker.control.nextAnswer().getDone();

        assertThat(resumedAt.get()).isEqualTo(stopAt + 1);
        assertThat(stored(worker, done)).isEqualTo(whole);
      }
    }
  }

  @Test
  void aDrainEndsALoopAtItsCheckpointAndThenTheWorker() throws Exception {
    CompletableFuture<RunningWorker> self = new CompletableFuture<>();
    MixingNode node = new MixingNode(step -> drainAt(step, self));
    try (RunningWorker worker = new RunningWorker(folder, clock, node)) {
      self.complete(worker);
      start(worker, mix(worker, 1).build());

      ConnectRequest checkpoint = worker.control.next(MessageCase.CHECKPOINT);
      assertThat(checkpoint.getCheckpoint().getCheckpoint().getNextStep()).isEqualTo(3);
      assertThat(worker.control.nextAnswer().hasStopped()).isTrue();
      commit(worker);
      commit(worker);
      assertThat(worker.hasEnded()).isTrue();
    }
  }

  @Test
  void aStreamThatBreaksDoesNotEndTheLease() throws Exception {
    AtomicInteger steps = new AtomicInteger();
    CompletableFuture<RunningWorker> self = new CompletableFuture<>();
    MixingNode node =
        new MixingNode(step -> {
          steps.incrementAndGet();
          if (step == 2) {
            self.join().control.breakOff();
          }
        });
    try (RunningWorker worker = new RunningWorker(folder, clock, node)) {
      self.complete(worker);
      start(worker, mix(worker, 1).build());
      worker.control.next(MessageCase.HELLO);

      assertThat(worker.control.next(MessageCase.HELLO).getHello().getHeldList())
          .containsExactly(RunningWorker.leaseName(1));
      worker.control.welcome(RunningWorker.TERMS);
      assertThat(worker.control.nextAnswer().getDone().getLease())
          .isEqualTo(RunningWorker.leaseName(1));
      assertThat(steps).hasValue(STEPS);
    }
  }

  @Test
  void checkpointsAreTwoSecondsApart() throws Exception {
    MixingNode slow = new MixingNode(_ -> clock.advanceMillis(700));
    try (RunningWorker worker = new RunningWorker(folder, clock, slow)) {
      start(worker, mix(worker, 1).build());

      ConnectRequest checkpoint = worker.control.next(MessageCase.CHECKPOINT);
      assertThat(checkpoint.getCheckpoint().getCheckpoint().getNextStep()).isEqualTo(3);
      assertThat(worker.control.nextAnswer().getDone().getSeconds().getRun()).isEqualTo(4.2);
    }
  }

  @Test
  void anAlteredInputIsRefusedByItsDigest() throws Exception {
    try (RunningWorker worker = new RunningWorker(folder, clock, new MixingNode())) {
      Digest image = Digest.of(IMAGE);
      worker.control.putAltered(image, "another picture".getBytes(StandardCharsets.UTF_8));

      WorkFailed failed = compute(worker, RunningWorker.mix(1, image, STEPS).build()).getFailed();

      assertThat(failed.getFailure().getCode()).isEqualTo("artifact-altered");
      assertThat(failed.getFailure().getMessage()).contains(image.hex());
      assertThat(failed.getFailure().getCategory())
          .isEqualTo(FailureCategory.FAILURE_CATEGORY_EXTERNAL);
    }
  }

  @Test
  void aMissingInputIsNamed() throws Exception {
    try (RunningWorker worker = new RunningWorker(folder, clock, new MixingNode())) {
      Digest image = Digest.of("nobody has it");

      WorkFailed failed = compute(worker, RunningWorker.mix(1, image, STEPS).build()).getFailed();

      assertThat(failed.getFailure().getCode()).isEqualTo("artifact-missing");
      assertThat(failed.getFailure().getMessage()).contains(image.hex());
    }
  }

  @Test
  void aFailureOfTheNodeKeepsItsWords() throws Exception {
    WorkFailed failed = failureOf(NodeFailure.user("too-blue", "The picture is too blue."));

    assertThat(failed.getFailure().getCode()).isEqualTo("too-blue");
    assertThat(failed.getFailure().getMessage()).isEqualTo("The picture is too blue.");
    assertThat(failed.getLog()).isEqualTo("too-blue: The picture is too blue.\n");
  }

  @Test
  void aDefectIsOneSentenceAndItsTraceIsInTheLog() throws Exception {
    WorkFailed failed = failureOf(new IllegalStateException("index 7 of 3"));

    assertThat(failed.getFailure().getCode()).isEqualTo("node-defect");
    assertThat(failed.getFailure().getCategory()).isEqualTo(FailureCategory.FAILURE_CATEGORY_FATAL);
    assertThat(failed.getFailure().getMessage())
        .isEqualTo(
            "Node type broken has a defect: index 7 of 3. The attempt's log has the details.");
    assertThat(failed.getLog()).contains("IllegalStateException", "at org.cinegraph.workers");
  }

  @Test
  void memoryThatRanOutIsAMatterOfResources() throws Exception {
    for (Throwable cause :
        new Throwable[] {
          new OutOfMemoryError("Java heap space"),
          new IllegalStateException("DefaultCPUAllocator: can't allocate memory: you tried 9 GB")
        }) {
      WorkFailed failed = failureOf(cause);

      assertThat(failed.getFailure().getCode()).isEqualTo("out-of-memory");
      assertThat(failed.getFailure().getCategory())
          .isEqualTo(FailureCategory.FAILURE_CATEGORY_RESOURCE);
    }
  }

  @Test
  void memoryThatRanOutIsToldWithWhatCouldNotBeHad() throws Exception {
    WorkFailed failed =
        failureOf(
            new IllegalStateException(
                "DefaultCPUAllocator: can't allocate memory: you tried to allocate 9000 bytes."));

    assertThat(failed.getShortOfHostBytes()).isEqualTo(9_000);
    assertThat(failed.getShortOfDeviceBytes()).isZero();
  }

  @Test
  void anotherProgramThanThatOfThePlanIsNotRun() throws Exception {
    try (RunningWorker worker = new RunningWorker(folder, clock, new MixingNode())) {
      Lease other = mix(worker, 1).setProgramDigest(WireValues.bytes(Digest.of("older"))).build();

      assertThat(compute(worker, other).getFailed().getFailure().getMessage())
          .contains("does not offer version 1 with program " + Digest.of("older").brief());
    }
  }

  @Test
  void nothingIsLeftInTheTemporaryFolder() throws Exception {
    try (RunningWorker worker = new RunningWorker(folder, clock, new MixingNode())) {
      start(worker, mix(worker, 1).build());
      worker.control.nextAnswer();
      worker.connection.drain();
      commit(worker);

      assertThat(worker.hasEnded()).isTrue();
      awaitEmpty(worker.folder.resolve("temporary"));
    }
  }

  private WorkFailed failureOf(Throwable cause) throws Exception {
    try (RunningWorker worker = new RunningWorker(folder, clock, new BrokenNode(cause))) {
      return compute(worker, RunningWorker.lease(1, "broken", "{}").build()).getFailed();
    }
  }

  private static void drainAt(int step, CompletableFuture<RunningWorker> worker) {
    if (step == 2) {
      worker.join().connection.drain();
    }
  }

  private static void commit(RunningWorker worker) {
    worker.control.say(
        FakeControlPlane.answer(RunningWorker.leaseName(1), AnswerKind.ANSWER_KIND_COMMITTED));
  }

  private static Lease.Builder mix(RunningWorker worker, int fence) {
    return RunningWorker.mix(fence, worker.control.put(IMAGE), STEPS);
  }

  private static ConnectRequest compute(RunningWorker worker, Lease lease) throws Exception {
    start(worker, lease);
    return worker.control.nextAnswer();
  }

  private static StreamObserver<ConnectResponse> start(RunningWorker worker, Lease lease)
      throws InterruptedException {
    StreamObserver<ConnectResponse> stream = worker.control.welcome(RunningWorker.TERMS);
    stream.onNext(ConnectResponse.newBuilder().setLease(lease).build());
    return stream;
  }

  private static byte[] stored(RunningWorker worker, WorkDone done) {
    return worker.control.bytes(WireValues.reference(done.getOutputs(0).getValue().getArtifact()));
  }

  private static void awaitEmpty(Path folder) throws IOException, InterruptedException {
    for (int look = 0; look < 200; look++) {
      try (Stream<Path> left = Files.list(folder)) {
        if (left.findAny().isEmpty()) {
          return;
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("Files are left in " + folder);
  }
}
