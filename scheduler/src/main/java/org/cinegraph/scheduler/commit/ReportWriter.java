package org.cinegraph.scheduler.commit;

import java.util.List;
import org.cinegraph.db.work.Checkpoints;
import org.cinegraph.db.work.CommitReports;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.ReportAnswer;
import org.cinegraph.db.work.SavedCheckpoint;

/// Where reports are written: Postgres, or a test's stand-in for it.
public interface ReportWriter {
  /// Writes all in one transaction; one answer for each, in their order.
  List<ReportAnswer> commit(List<Report> reports);

  ReportAnswer save(LeaseKey lease, SavedCheckpoint checkpoint);

  static ReportWriter to(CommitReports reports, Checkpoints checkpoints) {
    return new ReportWriter() {
      @Override
      public List<ReportAnswer> commit(List<Report> all) {
        return reports.commit(all);
      }

      @Override
      public ReportAnswer save(LeaseKey lease, SavedCheckpoint checkpoint) {
        return checkpoints.record(lease, checkpoint);
      }
    };
  }
}
