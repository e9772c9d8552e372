package org.cinegraph.db.work;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.AdvanceRuns;
import org.cinegraph.db.run.Plans;
import org.cinegraph.graph.failure.Failure;

/// Ends attempts, as workers and the leader report. Reports that arrive together commit together:
/// artifacts, memo, works, waiting nodes, freed nodes, outbox, usage and events are one
/// transaction, its rows locked in the order of their ids.
///
/// Guarded by the fence: a late, repeated or made-up report changes nothing and is answered so.
public final class CommitReports {
  private final Database database;
  private final Plans plans;

  public CommitReports(Database database, Plans plans) {
    this.database = database;
    this.plans = plans;
  }

  /// @return one answer for each report, in their order
  public List<ReportAnswer> commit(List<Report> reports) {
    return database.transaction(sql -> {
      AdvanceRuns advance = new AdvanceRuns(sql, plans);
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < reports.size(); i++) {
        order.add(i);
      }
      order.sort(Comparator.comparing(i -> reports.get(i).lease().work()));
      ReportAnswer[] answers = new ReportAnswer[reports.size()];
      for (int i : order) {
        answers[i] = one(sql, advance, reports.get(i));
      }
      advance.finish();
      return List.of(answers);
    });
  }

  private static ReportAnswer one(Sql sql, AdvanceRuns advance, Report report) throws SQLException {
    Optional<OpenAttempt> open = OpenAttempt.lock(sql, report.lease());
    if (open.isEmpty()) {
      return repeated(sql, report) ? new ReportAnswer.Committed() : new ReportAnswer.Stale();
    }
    EndAttempt end = new EndAttempt(sql, advance, open.get());
    return switch (report) {
      case Report.Done done -> {
        Optional<Failure> wrong = end.done(done);
        yield wrong.isPresent()
            ? new ReportAnswer.Refused(wrong.get())
            : new ReportAnswer.Committed();
      }
      case Report.Failed failed -> {
        end.failed(failed);
        yield new ReportAnswer.Committed();
      }
      case Report.Stopped stopped -> {
        end.stopped(stopped);
        yield new ReportAnswer.Committed();
      }
      case Report.Lost lost -> {
        end.lost(lost);
        yield new ReportAnswer.Committed();
      }
    };
  }

  /// Whether the same report was committed before.
  private static boolean repeated(Sql sql, Report report) throws SQLException {
    String outcome =
        switch (report) {
          case Report.Done _ -> "done";
          case Report.Failed _ -> "failed";
          case Report.Stopped _ -> "stopped";
          case Report.Lost _ -> "lost";
        };
    return sql.row(
            """
            SELECT 1 AS found FROM attempt
            WHERE work_id = ? AND fence = ? AND secret_digest = ? AND outcome = ?
            """,
            row -> true,
            report.lease().work(),
            report.lease().fence(),
            report.lease().secretDigest(),
            outcome)
        .orElse(false);
  }
}
