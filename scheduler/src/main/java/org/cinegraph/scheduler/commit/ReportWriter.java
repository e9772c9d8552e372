package org.cinegraph.scheduler.commit;

import java.util.List;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.ReportAnswer;
import org.cinegraph.db.work.SavedCheckpoint;

/// Where reports are written: Postgres, or a test's stand-in for it.
public interface ReportWriter {
  /// Writes all in one transaction; one answer for each, in their order.
  List<ReportAnswer> commit(List<Report> reports);

  /// Announces a state that was stored under the lease.
  ReportAnswer save(LeaseKey lease, SavedCheckpoint checkpoint);
}
