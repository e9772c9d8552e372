package org.cinegraph.scheduler.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.work.QueuedWork;
import org.cinegraph.db.work.WorkQueue;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.Failure;
import org.cinegraph.proto.v1.FailureCategory;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.WorkFailed;
import org.cinegraph.proto.v1.WorkPreview;
import org.cinegraph.proto.v1.WorkProgress;
import org.cinegraph.scheduler.progress.WorkNews;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What watchers hear of works that wait and run.
@Timeout(120)
class WaitingTest {
  private static final String ONE =
      """
      graph: one
      nodes:
        a: {type: no-op, with: {salt: one}}
      """;

  private final RunFixture runs = new RunFixture();
  private final BlockingQueue<WorkNews> news = new LinkedBlockingQueue<>();
  @TempDir private Path store;
  private SchedulerFixture scheduler;

  @BeforeEach
  void start() {
    scheduler = new SchedulerFixture(runs, store, Duration.ofHours(1));
    scheduler.scheduler().progress().subscribe(news::add);
  }

  @AfterEach
  void close() {
    scheduler.close();
    runs.close();
  }

  @Test
  void aWorkThatNobodyCanRunSaysSoAtItsWake() {
    runs.takeIn(runs.plan(ONE, 500), 0);

    assertThat(next())
        .isInstanceOfSatisfying(
            WorkNews.Waits.class,
            waits -> {
              assertThat(waits.reason().words())
                  .isEqualTo("waits for no-op version 1; no worker is connected");
              assertThat(scheduler.scheduler().waitReasons().of(waits.work()))
                  .contains(waits.reason());
            });
  }

  @Test
  void aWorkThatIsLeasedNoLongerWaits() {
    runs.takeIn(runs.plan(ONE, 500), 0);
    UUID work = next().work();
    FakeWorker.ready(scheduler.channel(), UUID.randomUUID()).lease();
    runs.takeIn(runs.plan(ONE.replace("one", "two"), 500), 0);

    // The first work's reasons may still be in the line: it waited for a worker, then for a credit.
    UUID other = next().work();
    while (other.equals(work)) {
      other = next().work();
    }
    assertThat(scheduler.scheduler().waitReasons().of(work)).isEmpty();
  }

  @Test
  void progressAndPreviewsReachWatchersAndEndWithTheLease() {
    FakeWorker worker = FakeWorker.ready(scheduler.channel(), UUID.randomUUID());
    runs.takeIn(runs.plan(ONE, 500), 0);
    LeaseName lease = worker.lease().getName();
    worker.send(progress(FakeWorker.withSecret(lease, "guessed"), 9));
    worker.send(progress(lease, 3));
    worker.send(
        ConnectRequest.newBuilder()
            .setPreview(
                WorkPreview.newBuilder()
                    .setLease(lease)
                    .setMediaType("image/png")
                    .setPicture(ByteString.copyFromUtf8("dots")))
            .build());

    WorkNews.Progressed progressed = new WorkNews.Progressed(next().work(), 3, 24, "run");
    UUID work = progressed.work();
    assertThat(next())
        .isEqualTo(new WorkNews.Previewed(work, "image/png", ByteString.copyFromUtf8("dots")));
    assertThat(scheduler.scheduler().progress().of(work)).contains(progressed);
    worker.done(lease);
    worker.answer();
    assertThat(scheduler.scheduler().progress().of(work)).isEmpty();
  }

  @Test
  void aFailedAttemptIsTriedAgainAfterItsBackoffWithoutASweep() {
    FakeWorker worker = FakeWorker.ready(scheduler.channel(), UUID.randomUUID());
    worker.credits(1);
    runs.takeIn(runs.plan(ONE, 500), 0);
    LeaseName lease = worker.lease().getName();
    worker.send(
        ConnectRequest.newBuilder()
            .setFailed(
                WorkFailed.newBuilder()
                    .setLease(lease)
                    .setFailure(
                        Failure.newBuilder()
                            .setCode("hiccup")
                            .setCategory(FailureCategory.FAILURE_CATEGORY_TRANSIENT)
                            .setMessage("It may pass")))
            .build());

    Lease again = worker.lease();
    assertThat(again.getAttempt()).isEqualTo(2);
    assertThat(again.getName().getFence()).isEqualTo(2);
  }

  @Test
  void aLongQueueIsWorkedOffWithoutLoadingItWhole() {
    StringBuilder graph = new StringBuilder("graph: wide\nnodes:\n");
    for (int node = 0; node < 600; node++) {
      graph.append("  n%d: {type: no-op, with: {salt: s%d}}\n".formatted(node, node));
    }
    var run = runs.plan(graph.toString(), 1000);
    for (int node = 0; node < 600; node++) {
      runs.takeIn(run, node);
    }
    FakeWorker worker = FakeWorker.ready(scheduler.channel(), UUID.randomUUID());
    worker.credits(599);

    for (int node = 0; node < 600; node++) {
      worker.lease();
    }
    assertThat(new WorkQueue(runs.database()).waiting(1000)).extracting(QueuedWork::work).isEmpty();
  }

  private static ConnectRequest progress(LeaseName lease, int step) {
    return ConnectRequest.newBuilder()
        .setProgress(
            WorkProgress.newBuilder().setLease(lease).setStep(step).setSteps(24).setPhase("run"))
        .build();
  }

  private WorkNews next() {
    try {
      WorkNews next = news.poll(30, TimeUnit.SECONDS);
      assertThat(next).as("news").isNotNull();
      return next == null ? new WorkNews.Progressed(new UUID(0, 0), 0, 0, "") : next;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
