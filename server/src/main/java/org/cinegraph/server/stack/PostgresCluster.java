package org.cinegraph.server.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.cinegraph.workflows.server.ChildCommand;

/// A home's own Postgres: its data folder, its account, and the command that runs it. What it has
/// acknowledged survives any kill (fsync and synchronous commits are on).
///
/// Callers come over the loopback address with a password from a file that only the owner reads;
/// child processes find it through the variable that [#passwordVariable] names, so it never shows
/// in a process list.
final class PostgresCluster {
  private static final String USER = "cinegraph";
  private static final String DATABASE = "postgres";
  private static final Duration GRACE = Duration.ofSeconds(6);

  private final Home home;
  private final PostgresInstallation installation;
  private final PostgresAccount account;

  PostgresCluster(Home home, PostgresInstallation installation, PostgresAccount account) {
    this.home = home;
    this.installation = installation;
    this.account = account;
  }

  /// Makes the data folder where it is missing, and removes what a killed Postgres left in it. Only
  /// under the home's lock.
  void prepare() {
    installation.unpack();
    try {
      Files.createDirectories(home.postgres());
      if (!Files.exists(data().resolve("PG_VERSION"))) {
        initialize();
      }
      account.own(data());
      new PostgresLeftovers(data()).remove();
    } catch (IOException e) {
      throw new StackException("Postgres's folder " + data() + " cannot be used: " + e + ".", e);
    }
  }

  String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE + "?user=" + USER;
  }

  /// The variable that tells pgjdbc and every other client where the password stands.
  static String passwordVariable() {
    return "PGPASSFILE";
  }

  /// The file for [#passwordVariable], in the form that clients of Postgres know.
  Path passwordFile() {
    Path file = home.folder().resolve("pgpass");
    Home.replace(file, "127.0.0.1:*:*:" + USER + ":" + password() + "\n");
    return file;
  }

  ChildCommand command(int port) {
    List<String> line = new ArrayList<>();
    line.addAll(List.of(installation.program("postgres").toString(), "-D", data().toString()));
    line.addAll(List.of("-p", Integer.toString(port)));
    for (String setting : settings()) {
      line.addAll(List.of("-c", setting));
    }
    // INT is Postgres's fast shutdown: it does not wait for its clients.
    return new ChildCommand(
        "Postgres",
        account.command(line),
        new TreeMap<>(),
        home.logs().resolve("postgres.log"),
        "INT",
        GRACE);
  }

  private static List<String> settings() {
    return List.of(
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "fsync=on",
        "synchronous_commit=on",
        "max_connections=100",
        "shared_buffers=128MB",
        "dynamic_shared_memory_type=mmap",
        "max_wal_size=1GB",
        "checkpoint_timeout=15min",
        "jit=off",
        // A new home grows from nothing to thousands of nodes in seconds, and plans that were made
        // before Postgres looked at the tables read every work for every node.
        "autovacuum_naptime=5s",
        "log_checkpoints=off");
  }

  private void initialize() throws IOException {
    Path staging = home.postgres().resolve("data.new");
    FileTree.delete(staging);
    Files.createDirectories(staging);
    account.own(staging);
    Path passwordFile = home.postgres().resolve("password.new");
    Path log = home.logs().resolve("postgres.log");
    Home.replace(passwordFile, password() + "\n");
    account.own(passwordFile);
    List<String> line =
        List.of(
            installation.program("initdb").toString(),
            "--pgdata=" + staging,
            "--username=" + USER,
            "--auth=scram-sha-256",
            "--pwfile=" + passwordFile,
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8");
    try {
      run(account.command(line), log);
    } finally {
      Files.delete(passwordFile);
    }
    Files.move(staging, data());
  }

  private static void run(List<String> command, Path log) throws IOException {
    try {
      int status =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start()
              .waitFor();
      if (status != 0) {
        throw new StackException(
            "Postgres could not make its data folder (exit status "
                + status
                + "): see "
                + log
                + ".");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Making Postgres's data folder was interrupted.", e);
    }
  }

  private String password() {
    return home.secret("postgres-password");
  }

  private Path data() {
    return home.postgres().resolve("data");
  }
}
