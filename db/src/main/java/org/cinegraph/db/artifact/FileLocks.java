package org.cinegraph.db.artifact;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;
import org.cinegraph.db.Sql;
import org.cinegraph.graph.digest.Digest;

/// Keeps apart, file by file, who writes the row of bytes that have arrived and who deletes bytes
/// without a row. Held until the end of the transaction.
final class FileLocks {
  /// Of two numbers: locks of one number say who listens.
  private static final int NAMESPACE = 0x41525446;

  private FileLocks() {}

  static void arriving(Sql sql, Digest digest) throws SQLException {
    sql.rows(
        "SELECT pg_advisory_xact_lock_shared(?, ?) IS NULL AS locked",
        row -> true,
        NAMESPACE,
        number(digest));
  }

  static void deleting(Sql sql, List<Digest> digests) throws SQLException {
    // In one order, so that two collections never wait for each other.
    for (int number : digests.stream().mapToInt(FileLocks::number).sorted().distinct().toArray()) {
      sql.rows(
          "SELECT pg_advisory_xact_lock(?, ?) IS NULL AS locked", row -> true, NAMESPACE, number);
    }
  }

  private static int number(Digest digest) {
    return ByteBuffer.wrap(digest.bytes()).getInt();
  }
}
