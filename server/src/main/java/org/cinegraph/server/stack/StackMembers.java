package org.cinegraph.server.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.cinegraph.server.stack.Supervisor.Member;
import org.cinegraph.server.stack.Supervisor.StopTurn;

/// Which processes a stack consists of: what was given is not among them.
final class StackMembers {
  private final StackOptions options;
  private final TemporalChoice choice;
  private final StackAddresses addresses;
  private final StackCommands commands;
  private final Path cache;
  private final List<Member> members = new ArrayList<>();

  private StackMembers(
      StackOptions options, TemporalChoice choice, StackAddresses addresses, Path cache) {
    this.options = options;
    this.choice = choice;
    this.addresses = addresses;
    this.commands = new StackCommands(options, cache);
    this.cache = cache;
  }

  static List<Member> of(
      StackOptions options, TemporalChoice choice, StackAddresses addresses, Path cache) {
    StackMembers list = new StackMembers(options, choice, addresses, cache);
    list.addTemporal();
    if (options.postgres().isPresent()) {
      list.addControlPlane(options.postgres().get(), Optional.empty());
    } else {
      list.addPostgresAndControlPlane();
    }
    list.addWorkers();
    return List.copyOf(list.members);
  }

  /// What a person reads while they start.
  static String names(StackOptions options, TemporalChoice choice) {
    List<String> names = new ArrayList<>();
    if (options.postgres().isEmpty()) {
      names.add("Postgres");
    }
    if (!(choice instanceof TemporalChoice.Given)) {
      names.add("Temporal");
    }
    names.add("the control plane");
    if (options.workers() > 0) {
      names.add(options.workers() == 1 ? "a worker" : options.workers() + " workers");
    }
    return String.join(", ", names);
  }

  private void addTemporal() {
    int port = addresses.temporal().port();
    switch (choice) {
      case TemporalChoice.Given _ -> {}
      case TemporalChoice.RealServer _ ->
          members.add(
              Member.of("temporal", () -> commands.temporal(port), StopTurn.CALLED)
                  .listeningOn(port));
      case TemporalChoice.TestServer _ ->
          members.add(
              Member.of("temporal", () -> commands.temporalTestServer(port), StopTurn.CALLED)
                  .listeningOn(port));
    }
  }

  private void addPostgresAndControlPlane() {
    PostgresCluster cluster =
        new PostgresCluster(
            options.home(), new PostgresInstallation(cache), PostgresAccount.choose());
    int port = addresses.postgres();
    members.add(
        Member.of(
                "postgres",
                () -> {
                  cluster.prepare();
                  return cluster.command(port);
                },
                StopTurn.CALLED)
            .listeningOn(port));
    addControlPlane(cluster.url(port), Optional.of(cluster.passwordFile()));
  }

  private void addControlPlane(String url, Optional<Path> passwordFile) {
    members.add(
        Member.of(
                "control",
                () -> commands.controlPlane(url, addresses, passwordFile),
                StopTurn.CALLERS)
            .listeningOn(addresses.control())
            .endingFor(hopelessStatuses()));
  }

  /// What the control plane says of its arguments and of the artifacts' folder stays true; what it
  /// says of servers that it was given is for a person to mend, while embedded ones may only be
  /// slow.
  private SortedMap<Integer, Function<String, StackException>> hopelessStatuses() {
    SortedMap<Integer, Function<String, StackException>> statuses = new TreeMap<>();
    statuses.put(ServeStatus.UNUSABLE, StackException::new);
    statuses.put(ServeStatus.STORE_UNUSABLE, StackUnreachable::new);
    if (options.postgres().isPresent() || options.temporal().isPresent()) {
      statuses.put(ServeStatus.UNREACHABLE, StackUnreachable::new);
    }
    return statuses;
  }

  private void addWorkers() {
    for (int i = 1; i <= options.workers(); i++) {
      int number = i;
      members.add(
          Member.of(
              "worker-" + number, () -> commands.worker(number, addresses), StopTurn.CALLERS));
    }
  }
}
