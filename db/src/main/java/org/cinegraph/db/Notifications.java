package org.cinegraph.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes whoever listens: after a commit of this process at once, after one of another process by
/// NOTIFY on one connection. After a lost connection every listener is woken once, with an empty
/// payload, because wakes may have been missed.
public final class Notifications implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

  private final Database database;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private final Subscription near;
  private volatile boolean closed;

  private Notifications(Database database) {
    this.database = database;
    this.near = database.wakes().listen(this::deliver);
    this.thread = Thread.ofPlatform().daemon().name("postgres-listener").unstarted(this::listen);
  }

  public static Notifications start(Database database) {
    Notifications notifications = new Notifications(database);
    notifications.thread.start();
    return notifications;
  }

  /// Calls back on the listening thread or the one that has committed: quickly, and without a
  /// transaction of its own.
  ///
  /// @return ends the listening
  public Subscription listen(Channel channel, Consumer<String> woken) {
    Listener listener = new Listener(channel, woken);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() {
    closed = true;
    near.close();
    thread.interrupt();
  }

  private void listen() {
    while (!closed) {
      try (Connection connection = database.dataSource().getConnection()) {
        connection.setAutoCommit(true);
        subscribe(connection);
        database.wakes().listensOn(connection);
        listeners.forEach(listener -> listener.woken().accept(""));
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (!closed) {
          deliver(postgres.getNotifications((int) POLL.toMillis()));
        }
      } catch (SQLException e) {
        if (!closed) {
          LOG.warn("listening=lost reason={}", e.getMessage());
          pause();
        }
      }
    }
  }

  private static void subscribe(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (Channel channel : Channel.values()) {
        statement.execute("LISTEN " + channel.written());
      }
    }
  }

  private void deliver(PGNotification @org.jspecify.annotations.Nullable [] notifications) {
    if (notifications == null) {
      return;
    }
    for (PGNotification notification : notifications) {
      if (!database.wakes().isOwn(notification.getPID())) {
        Channel.read(notification.getName())
            .ifPresent(channel -> deliver(new Wakes.Wake(channel, notification.getParameter())));
      }
    }
  }

  private void deliver(Wakes.Wake wake) {
    for (Listener listener : listeners) {
      if (listener.channel() == wake.channel()) {
        listener.woken().accept(wake.payload());
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_FAILURE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Listener(Channel channel, Consumer<String> woken) {}

  /// Ends a listening.
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
