package org.cinegraph.scheduler.commit;

import java.util.function.Consumer;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.ReportAnswer;
import org.cinegraph.db.work.SavedCheckpoint;
import org.cinegraph.graph.failure.Failure;

/// Something to be written under a lease.
///
/// Its `answer` is called once, on the committer's thread, and returns quickly.
public sealed interface Commit {
  Consumer<ReportAnswer> answer();

  /// The end of an attempt.
  record End(Report report, Consumer<ReportAnswer> answer) implements Commit {}

  /// A state that the work can go on from.
  record Save(LeaseKey lease, SavedCheckpoint checkpoint, Consumer<ReportAnswer> answer)
      implements Commit {}

  /// A report that cannot be written; it only waits its turn, so that a worker gets the answers of
  /// a lease in the order of its messages.
  record Garbage(Failure failure, Consumer<ReportAnswer> answer) implements Commit {}
}
