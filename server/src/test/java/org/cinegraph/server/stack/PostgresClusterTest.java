package org.cinegraph.server.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.cinegraph.workflows.server.Cache;
import org.cinegraph.workflows.server.ChildProcess;
import org.cinegraph.workflows.server.FreePorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresClusterTest {
  @TempDir private Path folder;
  private PostgresCluster cluster;
  private final int port = FreePorts.find(1).getFirst();

  @BeforeEach
  void makeCluster() {
    Home home = new Home(folder.resolve("home")).prepare();
    PostgresInstallation installation = new PostgresInstallation(Cache.folder());
    cluster = new PostgresCluster(home, installation, PostgresAccount.choose());
    cluster.prepare();
    System.setProperty("org.postgresql.pgpassfile", cluster.passwordFile().toString());
  }

  @AfterEach
  void forgetPassword() {
    System.clearProperty("org.postgresql.pgpassfile");
  }

  @Test
  void committedRowsSurviveAKillOfPostgres() throws SQLException {
    try (ChildProcess postgres = ChildProcess.start(cluster.command(port))) {
      execute("CREATE TABLE frame (number int); INSERT INTO frame VALUES (7), (8)");
      ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();
      postgres.onExit().join();
    }
    cluster.prepare();
    try (ChildProcess postgres = ChildProcess.start(cluster.command(port))) {
      assertThat(postgres.isAlive()).isTrue();
      assertThat(query("SELECT number FROM frame ORDER BY 1")).containsExactly("7", "8");
    }
  }

  @Test
  void anOrphanedPostgresIsEndedBeforeTheNextOneStarts() throws SQLException {
    try (ChildProcess orphan = ChildProcess.start(cluster.command(port))) {
      execute("CREATE TABLE frame (number int)");
      cluster.prepare();
      assertThat(orphan.onExit().join()).isNotZero();
    }
    try (ChildProcess postgres = ChildProcess.start(cluster.command(port))) {
      assertThat(postgres.isAlive()).isTrue();
      assertThat(query("SELECT count(*) FROM frame")).containsExactly("0");
    }
  }

  @Test
  void itIsDurableAndWantsThePassword() throws SQLException {
    try (ChildProcess postgres = ChildProcess.start(cluster.command(port))) {
      assertThat(postgres.isAlive()).isTrue();
      assertThat(query("SHOW fsync")).containsExactly("on");
      assertThat(query("SHOW synchronous_commit")).containsExactly("on");
      Properties wrong = new Properties();
      wrong.setProperty("password", "guess");
      assertThatThrownBy(() -> DriverManager.getConnection(cluster.url(port), wrong))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> query(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private Connection connect() throws SQLException {
    SQLException last = new SQLException("never tried");
    for (int i = 0; i < 400; i++) {
      try {
        return DriverManager.getConnection(cluster.url(port));
      } catch (SQLException e) {
        last = e;
        pause();
      }
    }
    throw last;
  }

  private static void pause() {
    try {
      Thread.sleep(25);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
