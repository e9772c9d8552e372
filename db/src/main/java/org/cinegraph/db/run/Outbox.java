package org.cinegraph.db.run;

import java.util.List;
import java.util.UUID;
import org.cinegraph.db.Database;

/// What Temporal has to be told. A row is written with the end of its node and deleted once
/// Temporal knows, so a crash in between repeats the telling and loses nothing.
public final class Outbox {
  private final Database database;

  public Outbox(Database database) {
    this.database = database;
  }

  /// The oldest rows with a number above `after`.
  public List<OutboxRow> after(long after, int limit) {
    return after(after, List.of(), limit);
  }

  /// @param but rows that are not wanted
  public List<OutboxRow> after(long after, List<Long> but, int limit) {
    return database.read(sql ->
        sql.rows(
            """
            SELECT * FROM outbox WHERE number > ? AND number <> ALL(?::bigint[])
            ORDER BY number LIMIT ?
            """,
            row ->
                new OutboxRow(
                    row.number("number"),
                    row.id("tenant_id"),
                    row.id("run_id"),
                    row.integer("node"),
                    new Address(
                        row.text("address_workflow"),
                        row.text("address_workflow_run"),
                        row.text("address_activity")),
                    NodeState.read(row.text("ended")),
                    row.integer("tries")),
            after,
            but,
            limit));
  }

  public void told(List<Long> numbers) {
    database.run(sql -> {
      sql.commitAsynchronously();
      sql.update("DELETE FROM outbox WHERE number = ANY(?)", numbers);
    });
  }

  public void notThrough(List<Long> numbers) {
    database.run(
        sql -> sql.update("UPDATE outbox SET tries = tries + 1 WHERE number = ANY(?)", numbers));
  }

  public record OutboxRow(
      long number, UUID tenant, UUID run, int node, Address address, NodeState ended, int tries) {}
}
