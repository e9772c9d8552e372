package org.cinegraph.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/// A real Postgres, one for all tests of a JVM, with a database of its own for each fixture.
public final class PostgresFixture implements AutoCloseable {
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final Database database;
  private final String url;

  private PostgresFixture(Database database, String url) {
    this.database = database;
    this.url = url;
  }

  /// A new, migrated, empty database.
  public static PostgresFixture start() {
    String name = "test" + NEXT.incrementAndGet();
    try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("No database for tests", e);
    }
    String url = Server.POSTGRES.getJdbcUrl("postgres", name);
    Database database = Database.open(url, 10);
    database.migrate();
    return new PostgresFixture(database, url);
  }

  public Database database() {
    return database;
  }

  public String url() {
    return url;
  }

  @Override
  public void close() {
    database.close();
  }

  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
