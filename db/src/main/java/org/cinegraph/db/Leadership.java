package org.cinegraph.db;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// Which control plane grants leases: one fenced row, timed by the clock of the database.
public final class Leadership {
  private final Database database;

  public Leadership(Database database) {
    this.database = database;
  }

  /// Who holds the leadership, whether or not it still renews it.
  ///
  /// @param process as it said when it took the leadership; empty where it did not
  public record Holder(UUID id, long epoch, String process) {}

  public Optional<Holder> holder() {
    return database.read(sql ->
        sql.row(
            "SELECT holder, epoch, process FROM leader WHERE holder IS NOT NULL",
            row -> new Holder(row.id("holder"), row.number("epoch"), row.text("process"))));
  }

  /// Takes the leadership if nobody holds it, its holder has not renewed it for the time to live,
  /// or the caller holds it already.
  ///
  /// @param process names the caller's process to others on its machine
  /// @return the epoch in which the caller leads
  public Optional<Long> acquire(UUID holder, String process, Duration timeToLive) {
    return database.transaction(sql ->
        sql.row(
            """
            UPDATE leader SET
              epoch = CASE WHEN holder = ? THEN epoch ELSE epoch + 1 END,
              holder = ?, process = ?, renewed_at = now()
            WHERE holder IS NULL OR holder = ?
              OR renewed_at < now() - ? * interval '1 millisecond'
            RETURNING epoch
            """,
            row -> row.number("epoch"),
            holder,
            holder,
            process,
            holder,
            timeToLive.toMillis()));
  }

  /// @return whether the holder still leads in the epoch
  public boolean renew(UUID holder, long epoch) {
    return database.transaction(sql ->
        sql.update(
                "UPDATE leader SET renewed_at = now() WHERE holder = ? AND epoch = ?",
                holder,
                epoch)
            == 1);
  }

  /// Lets another one lead at once: said by the holder, or by who knows that it is dead.
  public void resign(UUID holder, long epoch) {
    database.run(sql ->
        sql.update(
            "UPDATE leader SET holder = NULL WHERE holder = ? AND epoch = ?", holder, epoch));
  }
}
