package org.cinegraph.scheduler.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.ReportAnswer;
import org.cinegraph.db.work.SavedCheckpoint;
import org.cinegraph.graph.digest.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommitterTest {
  private final FakeWriter writer = new FakeWriter();
  private final Committer committer = new Committer(writer);
  private final CommitterThread thread = CommitterThread.start(committer);
  private final BlockingQueue<ReportAnswer> answers = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    thread.close();
  }

  @Test
  void whatArrivesWhileACommitRunsIsCommittedTogether() throws InterruptedException {
    submit(1);
    writer.begun.await();
    for (int work = 2; work <= 5; work++) {
      submit(work);
    }
    writer.mayGoOn.countDown();

    for (int i = 0; i < 5; i++) {
      assertThat(answer()).isEqualTo(new ReportAnswer.Committed());
    }
    assertThat(writer.batches).containsExactly(List.of(1L), List.of(2L, 3L, 4L, 5L));
  }

  @Test
  void oneReportThatCannotBeWrittenKeepsNoOtherBack() throws InterruptedException {
    submit(1);
    writer.begun.await();
    writer.poison = 3;
    for (int work = 2; work <= 4; work++) {
      submit(work);
    }
    writer.mayGoOn.countDown();

    assertThat(answer()).isEqualTo(new ReportAnswer.Committed());
    assertThat(answer()).isEqualTo(new ReportAnswer.Committed());
    assertThat(answer())
        .isInstanceOfSatisfying(
            ReportAnswer.Refused.class,
            refused -> assertThat(refused.failure().code()).isEqualTo("report-defect"));
    assertThat(answer()).isEqualTo(new ReportAnswer.Committed());
  }

  private void submit(int work) {
    LeaseKey lease = new LeaseKey(new UUID(0, work), 1, Digest.of("secret"));
    committer.submit(new Commit.End(new Report.Lost(lease, true), answers::add));
  }

  private ReportAnswer answer() throws InterruptedException {
    ReportAnswer answer = answers.poll(30, TimeUnit.SECONDS);
    assertThat(answer).isNotNull();
    return answer == null ? new ReportAnswer.Stale() : answer;
  }

  /// Holds its first commit until it is let go, and fails on one poisoned work.
  private static final class FakeWriter implements ReportWriter {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final List<List<Long>> batches = new ArrayList<>();
    private volatile long poison = -1;

    @Override
    public List<ReportAnswer> commit(List<Report> reports) {
      begun.countDown();
      try {
        mayGoOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      List<Long> works =
          reports.stream().map(r -> r.lease().work().getLeastSignificantBits()).toList();
      if (works.contains(poison)) {
        throw new IllegalStateException("poisoned");
      }
      batches.add(works);
      return reports.stream().map(_ -> (ReportAnswer) new ReportAnswer.Committed()).toList();
    }

    @Override
    public ReportAnswer save(LeaseKey lease, SavedCheckpoint checkpoint) {
      return new ReportAnswer.Committed();
    }
  }
}
