package org.cinegraph.db.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Database;

/// What happened in runs, to be read from any number on.
public final class Events {
  private final Database database;

  public Events(Database database) {
    this.database = database;
  }

  /// At most `limit` events, the first of them with the number `from` or the next.
  public List<StoredEvent> from(UUID tenant, UUID run, long from, int limit) {
    return database.read(sql ->
        sql.rows(
            """
            SELECT * FROM event WHERE tenant_id = ? AND run_id = ? AND number >= ?
            ORDER BY number LIMIT ?
            """,
            row ->
                new StoredEvent(
                    row.number("number"),
                    row.text("type"),
                    row.optionalText("node"),
                    row.text("body"),
                    row.time("at")),
            tenant,
            run,
            from,
            limit));
  }

  /// @param body a JSON object
  public record StoredEvent(
      long number, String type, Optional<String> node, String body, Instant at) {}
}
