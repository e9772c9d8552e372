package org.cinegraph.workers.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.CheckpointReference;
import org.cinegraph.proto.v1.ConnectRequest.MessageCase;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.WorkDone;
import org.cinegraph.workers.fake.ManualClock;
import org.cinegraph.workers.fake.MixingNode;
import org.cinegraph.workers.fake.RunningWorker;
import org.cinegraph.workers.wire.WireValues;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A worker with two checkpoints, before steps 2 and 4 of 6, in every state that a store can leave
/// them in.
class ResumeTest {
  private static final int STEPS = 6;
  private static final byte[] IMAGE = "some picture".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock();
  private final AtomicInteger first = new AtomicInteger(-1);
  private RunningWorker worker;
  private StreamObserver<ConnectResponse> stream;
  private CheckpointReference older;
  private CheckpointReference newest;
  private Digest whole;
  private int leases;

  @BeforeEach
  void leaveTwoCheckpoints() throws Exception {
    MixingNode node =
        new MixingNode(step -> {
          first.compareAndSet(-1, step);
          clock.advanceMillis(1_100);
        });
    worker = new RunningWorker(folder, clock, node);
    stream = worker.control.welcome(RunningWorker.TERMS);
    take(List.of());
    older = worker.control.next(MessageCase.CHECKPOINT).getCheckpoint().getCheckpoint();
    newest = worker.control.next(MessageCase.CHECKPOINT).getCheckpoint().getCheckpoint();
    whole = image(worker.control.nextAnswer().getDone());
    assertThat(List.of(older.getNextStep(), newest.getNextStep())).containsExactly(2, 4);
  }

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void theNewestIsUsedAndGivesTheSameBytes() throws Exception {
    WorkDone done = resume(newest, older);

    assertThat(first).hasValue(4);
    assertThat(image(done)).isEqualTo(whole);
    assertThat(done.getNumericallyEquivalent()).isFalse();
  }

  @Test
  void behindATornOneTheOneBeforeIsUsed() throws Exception {
    Digest torn = worker.control.put(new byte[] {'C', 'G', 'C', 'P', 0, 0, 0, 1, 0, 0});

    WorkDone done = resume(withState(newest, torn), older);

    assertThat(first).hasValue(2);
    assertThat(image(done)).isEqualTo(whole);
    assertThat(done.getLog())
        .contains("the checkpoint before step 4 cannot be used", "resumes before step 2 of 6");
  }

  @Test
  void behindAnAlteredOneTheOneBeforeIsUsed() throws Exception {
    Digest altered = Digest.of("altered");
    worker.control.putAltered(altered, "other bytes".getBytes(StandardCharsets.UTF_8));

    WorkDone done = resume(withState(newest, altered), older);

    assertThat(first).hasValue(2);
    assertThat(image(done)).isEqualTo(whole);
  }

  @Test
  void behindALostOneTheOneBeforeIsUsed() throws Exception {
    WorkDone done = resume(withState(newest, Digest.of("never stored")), older);

    assertThat(first).hasValue(2);
    assertThat(image(done)).isEqualTo(whole);
  }

  @Test
  void oneOfAnotherLoopIsPassedOver() throws Exception {
    WorkDone done = resume(newest.toBuilder().setNextStep(3).build(), older);

    assertThat(first).hasValue(2);
    assertThat(image(done)).isEqualTo(whole);
  }

  @Test
  void withoutAnyThatCanBeUsedTheLoopStartsFromTheBeginning() throws Exception {
    Digest torn = worker.control.put(new byte[] {1, 2, 3});

    WorkDone done = resume(withState(newest, torn), withState(older, Digest.of("never stored")));

    assertThat(first).hasValue(0);
    assertThat(image(done)).isEqualTo(whole);
    assertThat(done.getLog()).contains("starts from step 0: no checkpoint can be used");
  }

  @Test
  void behindOneOfAnotherMachineTheResultAndEveryFurtherCheckpointAreMarked() throws Exception {
    CheckpointReference foreign =
        older.toBuilder().setFingerprint(ByteString.copyFromUtf8("another machine")).build();
    take(List.of(foreign));

    CheckpointReference further =
        worker.control.next(MessageCase.CHECKPOINT).getCheckpoint().getCheckpoint();
    WorkDone done = worker.control.nextAnswer().getDone();

    assertThat(first).hasValue(2);
    assertThat(further.getFingerprint()).isEqualTo(older.getFingerprint());
    assertThat(further.getNumericallyEquivalent()).isTrue();
    assertThat(done.getNumericallyEquivalent()).isTrue();
    assertThat(resume(further).getNumericallyEquivalent()).isTrue();
  }

  @Test
  void aForeignCheckpointThatCannotBeUsedMarksNothing() throws Exception {
    CheckpointReference foreign =
        withState(newest, Digest.of("never stored")).toBuilder()
            .setFingerprint(ByteString.copyFromUtf8("another machine"))
            .build();

    assertThat(resume(foreign, older).getNumericallyEquivalent()).isFalse();
  }

  @Test
  void anAttemptAfterALostOneSavesAfterItsFirstStep() throws Exception {
    Lease.Builder lease =
        RunningWorker.mix(++leases, worker.control.put(IMAGE), STEPS).setAttempt(2);
    stream.onNext(ConnectResponse.newBuilder().setLease(lease).build());

    List<Integer> saved = new ArrayList<>();
    for (int checkpoint = 0; checkpoint < 3; checkpoint++) {
      saved.add(
          worker
              .control
              .next(MessageCase.CHECKPOINT)
              .getCheckpoint()
              .getCheckpoint()
              .getNextStep());
    }
    assertThat(saved).containsExactly(1, 3, 5);
    assertThat(image(worker.control.nextAnswer().getDone())).isEqualTo(whole);
  }

  private WorkDone resume(CheckpointReference... newestFirst) throws InterruptedException {
    take(List.of(newestFirst));
    return worker.control.nextAnswer().getDone();
  }

  private void take(List<CheckpointReference> newestFirst) {
    first.set(-1);
    List<CheckpointReference> behind = new ArrayList<>(newestFirst);
    Lease.Builder lease = RunningWorker.mix(++leases, worker.control.put(IMAGE), STEPS);
    if (!behind.isEmpty()) {
      lease.setCheckpoint(behind.removeFirst()).addAllOlderCheckpoints(behind);
    }
    stream.onNext(ConnectResponse.newBuilder().setLease(lease).build());
  }

  private static CheckpointReference withState(CheckpointReference checkpoint, Digest state) {
    return checkpoint.toBuilder()
        .setState(checkpoint.getState().toBuilder().setDigest(WireValues.bytes(state)))
        .build();
  }

  private static Digest image(WorkDone done) {
    return WireValues.reference(done.getOutputs(0).getValue().getArtifact()).digest();
  }
}
