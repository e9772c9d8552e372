package org.cinegraph.workflows.server;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/// What a [ChildProcess] runs.
///
/// @param name what people call it in messages
/// @param command the program and its arguments
/// @param environment what is added to this process's own environment
/// @param log the file that takes both of its output streams; appended to
/// @param stopSignal the signal that asks it to end in order, without `SIG`
/// @param grace how long it may take to end before it is killed
public record ChildCommand(
    String name,
    List<String> command,
    SequencedMap<String, String> environment,
    Path log,
    String stopSignal,
    Duration grace) {

  /// For a program that reads its standard input and ends in order at its end: it needs no signal.
  public static final String NO_SIGNAL = "0";

  public ChildCommand {
    requireNonNull(name, "name is null");
    requireNonNull(log, "log is null");
    requireNonNull(stopSignal, "stopSignal is null");
    requireNonNull(grace, "grace is null");
    command = List.copyOf(command);
    environment = Collections.unmodifiableSequencedMap(new TreeMap<>(environment));
  }

  /// A command that ends on TERM within five seconds and needs nothing in its environment.
  public static ChildCommand of(String name, List<String> command, Path log) {
    return new ChildCommand(name, command, new TreeMap<>(), log, "TERM", Duration.ofSeconds(5));
  }
}
