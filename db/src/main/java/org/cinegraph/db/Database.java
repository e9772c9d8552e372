package org.cinegraph.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.cinegraph.db.transition.Transition;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way to Postgres. Every access is a transaction; those that lost against another one are run
/// again, so a body must have no effect outside the database.
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int TRIES = 5;
  private static final String SERIALIZATION_FAILURE = "40001";
  private static final String DEADLOCK = "40P01";

  /// Every statement finds its rows by a key. A plan is made once for each connection, perhaps
  /// while the tables are small, and must not scan them when they have grown.
  private static final String LOOK_UP_BY_KEY =
      """
      SET plan_cache_mode = force_generic_plan;
      SET enable_seqscan = off;
      SET enable_bitmapscan = off;
      SET enable_hashjoin = off;
      SET enable_mergejoin = off
      """;

  private final HikariDataSource pool;
  private final String address;
  private final Wakes wakes;
  private final List<Consumer<Transition>> listeners = new CopyOnWriteArrayList<>();

  private Database(HikariDataSource pool, String address) {
    this.pool = pool;
    this.address = address;
    this.wakes = new Wakes(pool);
  }

  /// @param url a JDBC URL
  /// @param connections the most that are open at once
  /// @throws StorageUnreachable nobody answers there, or lets nobody in
  public static Database open(String url, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(Math.min(2, connections));
    config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
    config.setInitializationFailTimeout(Duration.ofSeconds(10).toMillis());
    config.setAutoCommit(false);
    config.setConnectionInitSql(LOOK_UP_BY_KEY);
    // Commits those settings. Else the first transaction of a connection began when the connection
    // was opened: its now() would be of that time, and its failure would take the settings along.
    config.setIsolateInternalQueries(true);
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    // The same few statements come again and again: plan each when it first comes.
    config.addDataSourceProperty("prepareThreshold", "1");
    config.addDataSourceProperty("ApplicationName", "cinegraph");
    try {
      return new Database(new HikariDataSource(config), withoutSecrets(url));
    } catch (RuntimeException e) {
      throw StorageUnreachable.at(withoutSecrets(url), e);
    }
  }

  /// Brings the tables to the version of this program.
  public void migrate() {
    Flyway.configure()
        .dataSource(pool)
        .locations("classpath:org/cinegraph/db/migration")
        .load()
        .migrate();
  }

  /// Runs the body in one transaction and commits it.
  public <T> T transaction(Body<T> body) {
    for (int tries = 1; ; tries++) {
      try {
        return once(body);
      } catch (SQLException e) {
        boolean lost =
            SERIALIZATION_FAILURE.equals(e.getSQLState()) || DEADLOCK.equals(e.getSQLState());
        if (!lost || tries == TRIES) {
          throw StorageFailure.of(address, e);
        }
      }
    }
  }

  /// As [#transaction], for a body without a result.
  public void run(Action action) {
    transaction(sql -> {
      action.run(sql);
      return true;
    });
  }

  /// Tells the listener of every transition that a transaction of this process commits, on the
  /// thread that committed it: it returns quickly, and hears of several at once.
  public void onTransition(Consumer<Transition> listener) {
    listeners.add(listener);
  }

  /// Where committed transactions say whom they wake.
  Wakes wakes() {
    return wakes;
  }

  /// Runs a body of one statement that only reads: without the commit, which would be another way
  /// to Postgres and back.
  public <T> T read(Body<T> body) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(true);
      return body.run(new Sql(connection));
    } catch (SQLException e) {
      throw StorageFailure.of(address, e);
    }
  }

  /// For listeners, which need a connection of their own.
  DataSource dataSource() {
    return pool;
  }

  public String address() {
    return address;
  }

  @Override
  public void close() {
    wakes.close();
    pool.close();
  }

  private <T> T once(Body<T> body) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      try {
        Sql sql = new Sql(connection);
        T result = body.run(sql);
        connection.commit();
        wakes.deliver(sql.wakes());
        sql.transitions().forEach(this::tell);
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      }
    }
  }

  /// What is committed stays so, whatever a listener does.
  private void tell(Transition transition) {
    for (Consumer<Transition> listener : listeners) {
      try {
        listener.accept(transition);
      } catch (RuntimeException defect) {
        LOG.error("transition=untold", defect);
      }
    }
  }

  private static void rollBack(Connection connection, Throwable reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  private static String withoutSecrets(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  /// What happens in a transaction.
  @FunctionalInterface
  public interface Body<T> {
    T run(Sql sql) throws SQLException;
  }

  /// What happens in a transaction, without a result.
  @FunctionalInterface
  public interface Action {
    void run(Sql sql) throws SQLException;
  }
}
