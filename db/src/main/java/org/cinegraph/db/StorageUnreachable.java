package org.cinegraph.db;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Postgres is away. Whoever sees it waits and tries again, or tells its user the address.
public final class StorageUnreachable extends StorageFailure {
  /// Postgres's states for a connection that could not be made at all.
  private static final String NO_CONNECTION = "08";

  StorageUnreachable(String address, Throwable cause) {
    super(unreachable(address), cause);
  }

  private StorageUnreachable(String address, SQLException answer, Throwable cause) {
    super(turnedAway(address, String.valueOf(answer.getMessage())), cause);
  }

  /// A connection could not be opened; where the server said why, that is said.
  public static StorageUnreachable at(String address, Throwable cause) {
    Optional<SQLException> answer =
        Stream.iterate(cause, Objects::nonNull, Throwable::getCause)
            .filter(SQLException.class::isInstance)
            .map(SQLException.class::cast)
            .filter(e -> e.getSQLState() != null && !e.getSQLState().startsWith(NO_CONNECTION))
            .findFirst();
    return answer
        .map(said -> new StorageUnreachable(address, said, cause))
        .orElseGet(() -> new StorageUnreachable(address, cause));
  }
}
