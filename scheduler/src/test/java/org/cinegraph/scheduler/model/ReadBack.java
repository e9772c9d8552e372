package org.cinegraph.scheduler.model;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.graph.digest.Digest;

/// The rows that the model speaks of, as Postgres has them.
final class ReadBack {
  private final Database database;

  ReadBack(Database database) {
    this.database = database;
  }

  record NodeRow(
      UUID run,
      int node,
      String name,
      int segment,
      String state,
      String key,
      Optional<UUID> work) {}

  record WorkRow(
      UUID work, String state, long fence, int attempts, boolean stopRequested, int openAttempts) {}

  record RunRow(UUID run, String state) {}

  List<NodeRow> nodes(List<UUID> runs) {
    return database.read(sql ->
        sql.rows(
            """
            SELECT run_id, node, name, segment, state, memo_key, work_id FROM node_run
            WHERE run_id = ANY(?) ORDER BY run_id, node
            """,
            row ->
                new NodeRow(
                    row.id("run_id"),
                    row.integer("node"),
                    row.text("name"),
                    row.integer("segment"),
                    row.text("state"),
                    row.optionalDigest("memo_key").map(Digest::hex).orElse(""),
                    row.optionalId("work_id")),
            runs));
  }

  List<WorkRow> works(List<UUID> works) {
    return database.read(sql ->
        sql.rows(
            """
            SELECT w.id, w.state, w.fence, w.attempts, w.stop_requested, (
                SELECT count(*) FROM attempt a
                WHERE a.tenant_id = w.tenant_id AND a.work_id = w.id AND a.outcome IS NULL) AS open
            FROM work w WHERE w.id = ANY(?)
            """,
            row ->
                new WorkRow(
                    row.id("id"),
                    row.text("state"),
                    row.number("fence"),
                    row.integer("attempts"),
                    row.flag("stop_requested"),
                    row.integer("open")),
            works));
  }

  List<RunRow> runs(List<UUID> runs) {
    return database.read(sql ->
        sql.rows(
            "SELECT id, state FROM run WHERE id = ANY(?)",
            row -> new RunRow(row.id("id"), row.text("state")),
            runs));
  }

  List<String> memo() {
    return database.read(sql ->
        sql.rows(
            "SELECT memo_key FROM memo ORDER BY memo_key", row -> row.digest("memo_key").hex()));
  }
}
