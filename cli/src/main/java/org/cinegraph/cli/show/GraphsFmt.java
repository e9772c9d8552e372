package org.cinegraph.cli.show;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.run.GraphFile;
import org.cinegraph.graph.check.Problems;
import org.cinegraph.graph.format.FormatGraph;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Needs no control plane: the order of keys is the language's alone.
@Command(
    name = "fmt",
    description = "Put the keys of a graph in the language's order; comments and notation stay")
final class GraphsFmt implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "GRAPH", description = "A graph, YAML or JSON; it is written anew")
  private @Nullable Path graph;

  @Option(names = "--check", description = "Write nothing; end with 1 if the graph is not in order")
  private boolean check;

  GraphsFmt(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path path = requireNonNull(graph);
    GraphFile file = GraphFile.read(path);
    if (!file.parsed().isSound()) {
      throw new Refusal(
          ExitCode.USAGE, Problems.render(file.text(), file.parsed().problems()).stripTrailing());
    }
    byte[] formatted =
        FormatGraph.format(file.text())
            .orElseThrow(() -> unchangeable(path))
            .getBytes(StandardCharsets.UTF_8);
    if (Arrays.equals(formatted, file.content())) {
      terminal.out().println("%s is in order".formatted(path));
      return ExitCode.OK.number();
    }
    if (check) {
      terminal.out().println("%s is not in order".formatted(path));
      return ExitCode.FAILED.number();
    }
    write(path, formatted);
    terminal.out().println("%s is in order now".formatted(path));
    return ExitCode.OK.number();
  }

  private static Refusal unchangeable(Path path) {
    return Refusal.usage(
        ("%s is left as it is: with its keys in order it would say something else, because an"
                + " anchor would stand behind its alias or a text ends with the file; write the"
                + " anchor's value at both places")
            .formatted(path));
  }

  private static void write(Path path, byte[] content) {
    try {
      Files.write(path, content);
    } catch (IOException e) {
      throw Refusal.usage("%s cannot be written: %s".formatted(path, e.getMessage()));
    }
  }
}
