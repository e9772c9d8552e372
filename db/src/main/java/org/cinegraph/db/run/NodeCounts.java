package org.cinegraph.db.run;

import java.sql.SQLException;
import org.cinegraph.db.Row;

/// How many stand where.
///
/// @param waiting those that have not ended and that nobody computes
/// @param computed those that ended well and were not remembered
public record NodeCounts(
    int all,
    int waiting,
    int running,
    int computed,
    int hits,
    int failed,
    int skipped,
    int leftOut,
    int stopped) {
  static NodeCounts read(Row row) throws SQLException {
    return new NodeCounts(
        row.integer("all_of_them"),
        row.integer("waiting"),
        row.integer("running"),
        row.integer("computed"),
        row.integer("hits"),
        row.integer("failed"),
        row.integer("skipped"),
        row.integer("left_out"),
        row.integer("stopped"));
  }
}
