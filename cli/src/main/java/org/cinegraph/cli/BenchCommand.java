package org.cinegraph.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `bench`: hands over to the benches, which have a class path and a machine code compiler of their
/// own.
@Command(
    name = "bench",
    description = "List the benches; with a name, run one and print its table (--json: an object)")
final class BenchCommand implements Callable<Integer> {
  private static final String MAIN = "org.cinegraph.bench.Main";

  @Parameters(
      arity = "0..*",
      paramLabel = "ARGUMENT",
      description = "The bench's name and its options, such as --json or --prompts N")
  private final List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    String root = System.getProperty("cinegraph.root");
    if (root == null) {
      throw Refusal.usage("bench works from a source tree: start it as ./cinegraph bench");
    }
    Path classPath = Path.of(root, "bench", "target", "classpath.txt");
    try {
      List<String> command = new ArrayList<>();
      command.add(
          Path.of(requireNonNull(System.getProperty("java.home")), "bin", "java").toString());
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
      command.add("-Dcinegraph.root=" + root);
      command.addAll(List.of("-cp", Files.readString(classPath).strip(), MAIN));
      command.addAll(arguments);
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new Refusal(
          ExitCode.FAILED, "The benches are not built: %s cannot be read".formatted(classPath));
    }
  }
}
