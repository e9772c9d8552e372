package org.cinegraph.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries wakes from committed transactions to listeners. Those of this process are called by the
/// thread that has committed, without a way through Postgres. Other processes get a NOTIFY from a
/// thread and a connection of their own: inside the transaction it would be a statement more, and
/// Postgres commits transactions that notify one after the other.
///
/// A wake is a hint. One that is lost, because this process dies between commit and NOTIFY or the
/// other one has listened for less than [#LOOK_EVERY], is made up for by the sweep of whoever
/// listens.
final class Wakes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Wakes.class);

  /// Gathers what a busy process says: others hear it late by so much at the most.
  private static final Duration BETWEEN = Duration.ofMillis(10);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// Nothing is written that would have to be durable.
  private static final String NOTIFY =
      """
      SELECT set_config('synchronous_commit', 'off', true), pg_notify(w.channel, w.payload)
      FROM unnest(?, ?) AS w (channel, payload)
      """;

  /// Each listening connection holds this lock together with all others.
  private static final long LISTENERS = 0x63696e6567726170L;

  /// A process that is alone notifies nobody.
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private static final String OTHERS =
      """
      SELECT EXISTS (
        SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.objsubid = 1
          AND l.classid::bigint = ? AND l.objid::bigint = ? AND l.pid <> ALL(?))
      """;

  private final DataSource pool;
  private final Set<Integer> ownListeners = ConcurrentHashMap.newKeySet();
  private final List<Consumer<Wake>> near = new CopyOnWriteArrayList<>();
  private final SequencedSet<Wake> told = new LinkedHashSet<>();
  // No virtual thread: its interrupt would break the connection off in the middle of a statement.
  private final Thread thread =
      Thread.ofPlatform().daemon().name("postgres-notifier").unstarted(this::run);
  private volatile int ownProcess = -1;
  private boolean started;
  private volatile boolean closed;

  /// @param payload as the channel has it
  record Wake(Channel channel, String payload) {}

  Wakes(DataSource pool) {
    this.pool = pool;
  }

  Notifications.Subscription listen(Consumer<Wake> woken) {
    near.add(woken);
    return () -> near.remove(woken);
  }

  /// Whether a NOTIFY came from here: its listeners in this process have been called.
  boolean isOwn(int serverProcess) {
    return serverProcess == ownProcess;
  }

  /// Makes the connection known to other processes as one that listens.
  void listensOn(Connection connection) throws SQLException {
    ownListeners.add(connection.unwrap(PGConnection.class).getBackendPID());
    try (PreparedStatement lock =
        connection.prepareStatement("SELECT pg_advisory_lock_shared(?)")) {
      lock.setLong(1, LISTENERS);
      lock.execute();
    }
  }

  void deliver(SequencedSet<Wake> wakes) {
    if (wakes.isEmpty()) {
      return;
    }
    for (Wake wake : wakes) {
      near.forEach(listener -> call(listener, wake));
    }
    synchronized (this) {
      told.addAll(wakes);
      if (!started && !closed) {
        started = true;
        thread.start();
      }
      notifyAll();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The transaction has committed: a listener's defect is not its caller's.
  private static void call(Consumer<Wake> listener, Wake wake) {
    try {
      listener.accept(wake);
    } catch (RuntimeException defect) {
      LOG.error("wake={} listener=failed", wake.channel(), defect);
    }
  }

  private void run() {
    try {
      while (!closed) {
        try (Connection connection = pool.getConnection()) {
          announceAll(connection);
        } catch (SQLException e) {
          LOG.warn("notifying=interrupted reason={}", e.getMessage());
        }
        Thread.sleep(PAUSE_AFTER_FAILURE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void announceAll(Connection connection) throws SQLException, InterruptedException {
    connection.setAutoCommit(true);
    ownProcess = connection.unwrap(PGConnection.class).getBackendPID();
    boolean others = true;
    long nextLook = System.nanoTime();
    while (true) {
      List<Wake> wakes = take();
      if (System.nanoTime() - nextLook >= 0) {
        others = othersListen(connection);
        nextLook = System.nanoTime() + LOOK_EVERY.toNanos();
      }
      if (others) {
        announce(connection, wakes);
      }
      Thread.sleep(BETWEEN);
    }
  }

  private boolean othersListen(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OTHERS)) {
      statement.setLong(1, LISTENERS >>> Integer.SIZE);
      statement.setLong(2, LISTENERS & 0xffff_ffffL);
      statement.setArray(3, connection.createArrayOf("integer", ownListeners.toArray()));
      try (ResultSet others = statement.executeQuery()) {
        return others.next() && others.getBoolean(1);
      }
    }
  }

  private static void announce(Connection connection, List<Wake> wakes) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NOTIFY)) {
      statement.setArray(
          1,
          connection.createArrayOf(
              "text", wakes.stream().map(wake -> wake.channel().written()).toArray()));
      statement.setArray(
          2, connection.createArrayOf("text", wakes.stream().map(Wake::payload).toArray()));
      statement.execute();
    }
  }

  private synchronized List<Wake> take() throws InterruptedException {
    while (told.isEmpty()) {
      wait();
    }
    List<Wake> taken = new ArrayList<>(told);
    told.clear();
    return taken;
  }
}
