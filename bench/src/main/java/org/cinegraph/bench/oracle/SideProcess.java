package org.cinegraph.bench.oracle;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.cinegraph.bench.measure.BenchFailure;
import org.cinegraph.server.stack.JavaCommand;

/// One side of a comparison: a process that answers each line with one. It waits while it is not
/// asked, so that it and the other side can take turns.
///
/// Python is not needed to build or to test; whoever wants a comparison with it names an
/// interpreter that has the pinned libraries.
final class SideProcess implements AutoCloseable {
  private static final String VARIABLE = "ORACLE_PYTHON";
  private static final long PATIENCE_SECONDS = 5;

  private final String name;
  private final Process process;
  private final BufferedReader out;
  private final BufferedWriter in;

  private SideProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.out = process.inputReader();
    this.in = process.outputWriter();
  }

  /// @param python what `ORACLE_PYTHON` says, if it says something
  /// @throws BenchFailure there is no such interpreter
  static SideProcess python(Optional<String> python, Path script, List<String> arguments) {
    String interpreter =
        python.orElseThrow(() ->
            new BenchFailure(
                "The bench compares with Python libraries: set %s to the interpreter of a virtual environment that has those named at the top of %s"
                    .formatted(VARIABLE, script)));
    List<String> command = new ArrayList<>(List.of(interpreter, script.toString()));
    command.addAll(arguments);
    try {
      return start(script.toString(), command);
    } catch (IOException e) {
      throw new BenchFailure(
          "%s is %s, which cannot be started: %s".formatted(VARIABLE, interpreter, e.getMessage()),
          e);
    }
  }

  static Optional<String> python() {
    return Optional.ofNullable(System.getenv(VARIABLE));
  }

  /// A process with the classes of this one and the JVM options of a worker.
  static SideProcess java(Class<?> main, List<String> arguments) throws IOException {
    List<String> options = List.of("-Dlogback.configurationFile=logback-worker.xml");
    JavaCommand command = JavaCommand.likeThisProcess(main.getName(), options, arguments);
    return start(main.getSimpleName(), command.line());
  }

  private static SideProcess start(String name, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("OMP_NUM_THREADS", "1");
    return new SideProcess(name, builder.start());
  }

  /// The next line that it says.
  ///
  /// @throws BenchFailure it ended instead
  String hear() throws IOException, InterruptedException {
    String line = out.readLine();
    if (line == null) {
      throw new BenchFailure(
          "%s ended with status %d before it had answered".formatted(name, process.waitFor()));
    }
    return line;
  }

  String ask(String line) throws IOException, InterruptedException {
    in.write(line);
    in.newLine();
    in.flush();
    return hear();
  }

  double askForNumber(String line) throws IOException, InterruptedException {
    String answer = ask(line);
    try {
      return Double.parseDouble(answer);
    } catch (NumberFormatException e) {
      throw new BenchFailure("%s answered %s with %s".formatted(name, line, answer), e);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    try {
      in.close();
    } catch (IOException e) {
      // It has ended already; what it said then was told where it was heard.
    }
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
