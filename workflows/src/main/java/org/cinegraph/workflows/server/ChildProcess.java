package org.cinegraph.workflows.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A process that ends when this one does, however this one ends.
///
/// It runs in a session of its own, so a terminal's Ctrl-C does not reach it. Its standard input is
/// a pipe from this process on which nothing is ever written: the end of that pipe is the order to
/// stop, and the kernel gives that order too when this process is killed. Whoever stays longer than
/// its grace is killed.
public final class ChildProcess implements AutoCloseable {
  private static final String GUARD = guard();

  private final ChildCommand command;
  private final Process process;

  private ChildProcess(ChildCommand command, Process process) {
    this.command = command;
    this.process = process;
  }

  public static ChildProcess start(ChildCommand command) {
    List<String> line = new ArrayList<>();
    long tenths = command.grace().toMillis() / 100;
    line.addAll(List.of("setsid", "sh", "-c", GUARD, "guard", command.stopSignal()));
    line.add(Long.toString(tenths));
    line.addAll(command.command());
    try {
      Files.createDirectories(command.log().toAbsolutePath().getParent());
      ProcessBuilder builder = new ProcessBuilder(line);
      builder.environment().putAll(command.environment());
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(command.log().toFile()));
      return new ChildProcess(command, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(command.name() + " could not be started", e);
    }
  }

  public ChildCommand command() {
    return command;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// Completes with the exit status when the process has ended, for whatever reason.
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /// Orders it to stop and returns at once.
  public void orderStop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // A pipe without a reader: the process has ended.
    }
  }

  /// Orders it to stop and waits until it has ended. Repeating this does no harm.
  @Override
  public void close() {
    orderStop();
    try {
      if (!process.waitFor(command.grace().toMillis() + 1_000, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static String guard() {
    try (InputStream script = ChildProcess.class.getResourceAsStream("guard.sh")) {
      if (script == null) {
        throw new IllegalStateException("guard.sh is not on the class path");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
