package org.cinegraph.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;

/// Hands over to a program of the benches, which have a class path and a machine code compiler of
/// their own.
final class BenchProcess {
  private BenchProcess() {}

  /// @param verb what the user typed, for messages
  /// @return the program's exit status
  static int run(String verb, String main, List<String> arguments) throws InterruptedException {
    String root = System.getProperty("cinegraph.root");
    if (root == null) {
      throw Refusal.usage(
          "%s works from a source tree: start it as ./cinegraph %s".formatted(verb, verb));
    }
    Path classPath = Path.of(root, "bench", "target", "classpath.txt");
    try {
      List<String> command = new ArrayList<>();
      command.add(
          Path.of(requireNonNull(System.getProperty("java.home")), "bin", "java").toString());
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
      command.add("-Dcinegraph.root=" + root);
      command.addAll(List.of("-cp", Files.readString(classPath).strip(), main));
      command.addAll(arguments);
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new Refusal(
          ExitCode.FAILED, "The benches are not built: %s cannot be read".formatted(classPath));
    }
  }
}
