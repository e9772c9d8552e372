package org.cinegraph.bench.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// The `cinegraph` command as a user starts it, but for the launcher, which would build: a process
/// of its own, in a session of its own, with the class path that the build wrote.
final class CinegraphCommand {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int PATIENCE_SECONDS = 180;

  private final Path folder;
  private final Path home;
  private final TreeMap<String, String> environment = new TreeMap<>();
  private int started;

  /// @param folder where it works and where what it prints is kept
  CinegraphCommand(Path folder, Path home) {
    this.folder = folder;
    this.home = home;
    environment.put("CINEGRAPH_HOME", home.toString());
  }

  CinegraphCommand with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Path home() {
    return home;
  }

  static Path example(String name) {
    return ROOT.resolve("examples-graphs").resolve(name);
  }

  /// Runs it to its end.
  Outcome run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).outcome();
  }

  Running start(String... arguments) throws IOException {
    Path classpath = ROOT.resolve("cli/target/classpath.txt");
    if (!Files.exists(classpath)) {
      throw new AssertionError(
          classpath + " is missing: this test runs after the packaging of cli");
    }
    started++;
    Path out = folder.resolve("out-" + started + ".txt");
    Path err = folder.resolve("err-" + started + ".txt");
    List<String> line = new ArrayList<>();
    // A build in the background ignores Ctrl-C, and so would everything that it starts.
    line.addAll(List.of("setsid", "env", "--default-signal=INT"));
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    line.add("-Dcinegraph.root=" + ROOT);
    line.addAll(List.of("-cp", Files.readString(classpath).strip(), "org.cinegraph.cli.Main"));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new Running(builder.start(), out, err);
  }

  /// What it printed and how it ended.
  record Outcome(int exitCode, String out, String err) {}

  /// A command that has not ended yet.
  record Running(Process process, Path out, Path err) {
    /// Waits until it has said something that contains the text.
    void awaitWords(Path stream, String text) throws IOException, InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!Files.readString(stream).contains(text)) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new AssertionError("Never said: " + text + "\n" + Files.readString(err));
        }
        Thread.sleep(10);
      }
    }

    /// What a terminal does at a Ctrl-C: the signal goes to the whole group of processes.
    void interrupt() throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-INT", "--", "-" + process.pid()).start().waitFor();
    }

    Outcome outcome() throws IOException, InterruptedException {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("It does not end:\n" + Files.readString(err));
      }
      return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }
  }
}
