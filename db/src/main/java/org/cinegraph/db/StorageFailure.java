package org.cinegraph.db;

import java.sql.SQLException;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;

/// Postgres refused or could not do what was asked. A connection that is gone counts as external
/// and passes; anything else is a defect.
public class StorageFailure extends RuntimeException {
  private final transient Failure failure;

  StorageFailure(Failure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  static StorageFailure of(String address, SQLException cause) {
    String state = cause.getSQLState() == null ? "" : cause.getSQLState();
    boolean away =
        state.startsWith("08")
            || state.startsWith("57P")
            || cause instanceof java.sql.SQLTransientException;
    if (away) {
      return new StorageUnreachable(address, cause);
    }
    return new StorageFailure(
        Failure.fatal("storage-defect", "Postgres refused a statement: " + cause.getMessage()),
        cause);
  }

  public Failure failure() {
    return failure;
  }

  static Failure turnedAway(String address, String answer) {
    return new Failure(
        "storage-unreachable",
        FailureCategory.EXTERNAL,
        "Postgres at " + address + " lets nobody in: " + answer);
  }

  static Failure unreachable(String address) {
    return new Failure(
        "storage-unreachable",
        FailureCategory.EXTERNAL,
        "Postgres does not answer at " + address + "; is it running there?");
  }
}
