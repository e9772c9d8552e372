package org.cinegraph.db.work;

import org.cinegraph.graph.failure.Failure;

/// What became of a report.
public sealed interface ReportAnswer {
  /// It is in the database; a repeated report is answered so as well.
  record Committed() implements ReportAnswer {}

  /// The fence is old or the secret wrong: nothing was changed.
  record Stale() implements ReportAnswer {}

  /// The report itself is wrong: nothing was changed.
  record Refused(Failure failure) implements ReportAnswer {}
}
