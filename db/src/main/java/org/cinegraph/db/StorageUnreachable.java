package org.cinegraph.db;

/// Postgres is away. Whoever sees it waits and tries again, or tells its user the address.
public final class StorageUnreachable extends StorageFailure {
  StorageUnreachable(String address, Throwable cause) {
    super(unreachable(address), cause);
  }
}
