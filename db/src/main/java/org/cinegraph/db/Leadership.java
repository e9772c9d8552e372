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

  /// Takes the leadership if nobody holds it, its holder has not renewed it for the time to live,
  /// or the caller holds it already.
  ///
  /// @return the epoch in which the caller leads
  public Optional<Long> acquire(UUID holder, Duration timeToLive) {
    return database.transaction(sql ->
        sql.row(
            """
            UPDATE leader SET
              epoch = CASE WHEN holder = ? THEN epoch ELSE epoch + 1 END,
              holder = ?, renewed_at = now()
            WHERE holder IS NULL OR holder = ?
              OR renewed_at < now() - ? * interval '1 millisecond'
            RETURNING epoch
            """,
            row -> row.number("epoch"),
            holder,
            holder,
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

  /// Lets another one lead at once.
  public void resign(UUID holder, long epoch) {
    database.run(sql ->
        sql.update(
            "UPDATE leader SET holder = NULL WHERE holder = ? AND epoch = ?", holder, epoch));
  }
}
