package org.cinegraph.db.work;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.AdvanceRuns;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.transition.Transition;
import org.cinegraph.graph.failure.Failure;

/// Ends attempts, as workers and the leader report. Reports that arrive together commit together:
/// artifacts, memo, works, waiting nodes, freed nodes, outbox, usage and events are one
/// transaction, its rows locked in the order of their ids.
///
/// Guarded by the fence: a late, repeated or made-up report changes nothing and is answered so.
public final class CommitReports {
  private final Database database;
  private final Plans plans;
  private final RandomGenerator random;
  private final Declarations declarations = new Declarations();

  public CommitReports(Database database, Plans plans) {
    this(database, plans, RandomGenerator.getDefault());
  }

  /// @param random spreads what is tried again after a failure; of one thread at a time
  public CommitReports(Database database, Plans plans, RandomGenerator random) {
    this.random = random;
    this.database = database;
    this.plans = plans;
  }

  /// @return one answer for each report, in their order
  public List<ReportAnswer> commit(List<Report> reports) {
    return database.transaction(sql -> {
      AdvanceRuns advance = new AdvanceRuns(sql, plans);
      SequencedMap<LeaseKey, OpenAttempt> open = new LinkedHashMap<>();
      OpenAttempt.lock(sql, reports.stream().map(Report::lease).toList())
          .forEach(attempt -> open.put(attempt.lease(), attempt));
      EndDone end = new EndDone(sql, advance);
      List<EndDone.Done> dones = new ArrayList<>();
      ReportAnswer[] answers = new ReportAnswer[reports.size()];
      List<Integer> notOpen = new ArrayList<>();
      for (int i = 0; i < answers.length; i++) {
        Report report = reports.get(i);
        // What ends here is not open for a second report of the same batch.
        Optional<OpenAttempt> attempt = Optional.ofNullable(open.remove(report.lease()));
        if (attempt.isPresent()) {
          answers[i] = one(sql, end, dones, advance, attempt.get(), report);
        } else {
          notOpen.add(i);
        }
      }
      end.end(dones);
      for (int i : notOpen) {
        answers[i] = settled(sql, reports.get(i));
      }
      advance.finish();
      return List.of(answers);
    });
  }

  private ReportAnswer one(
      Sql sql,
      EndDone end,
      List<EndDone.Done> dones,
      AdvanceRuns advance,
      OpenAttempt attempt,
      Report report)
      throws SQLException {
    EndAttempt unfinished = new EndAttempt(sql, advance, attempt, random);
    switch (report) {
      case Report.Done made -> {
        EndDone.Done done = new EndDone.Done(attempt, made);
        Optional<Failure> wrong = end.wrongOutputs(declarations, done);
        if (wrong.isPresent()) {
          return new ReportAnswer.Refused(wrong.get());
        }
        dones.add(done);
      }
      case Report.Failed failed -> unfinished.failed(failed);
      case Report.Stopped stopped -> unfinished.stopped(stopped);
      case Report.Lost lost -> unfinished.lost(lost);
    }
    return new ReportAnswer.Committed();
  }

  private static ReportAnswer settled(Sql sql, Report report) throws SQLException {
    String outcome = outcome(report);
    if (repeated(sql, report.lease(), outcome)) {
      return new ReportAnswer.Committed();
    }
    sql.changes(new Transition.StaleReport(report.lease().work(), report.lease().fence(), outcome));
    return new ReportAnswer.Stale();
  }

  private static String outcome(Report report) {
    return switch (report) {
      case Report.Done _ -> "done";
      case Report.Failed _ -> "failed";
      case Report.Stopped _ -> "stopped";
      case Report.Lost _ -> "lost";
    };
  }

  /// Whether the same report was committed before.
  private static boolean repeated(Sql sql, LeaseKey lease, String outcome) throws SQLException {
    return sql.row(
            """
            SELECT 1 AS found FROM attempt
            WHERE work_id = ? AND fence = ? AND secret_digest = ? AND outcome = ?
            """,
            row -> true,
            lease.work(),
            lease.fence(),
            lease.secretDigest(),
            outcome)
        .orElse(false);
  }
}
