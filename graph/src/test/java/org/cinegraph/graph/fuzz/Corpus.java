package org.cinegraph.graph.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cinegraph.graph.document.LinkGraph;

/// Documents to start from: the example graphs, the examples of the language's page and the
/// mistakes of the golden files.
final class Corpus {
  static final Path EXAMPLES = Path.of("../examples-graphs");

  private static final Path PAGE = Path.of("../docs/graph-language.md");
  private static final Path MISTAKES = Path.of("src/test/resources/checks");
  private static final Pattern EXAMPLE =
      Pattern.compile("```(?:yaml|json)?\n(.*?)```", Pattern.DOTALL);

  private Corpus() {}

  static List<String> documents() throws IOException {
    List<String> documents = new ArrayList<>();
    for (Path folder : List.of(EXAMPLES, MISTAKES)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(Corpus::isGraph).sorted().toList()) {
          documents.add(Files.readString(file));
        }
      }
    }
    EXAMPLE
        .matcher(Files.readString(PAGE))
        .results()
        .map(example -> example.group(1))
        .filter(example -> example.contains("nodes"))
        .forEach(documents::add);
    return List.copyOf(documents);
  }

  /// What lies beside the examples can be imported.
  static LinkGraph.Sources sources() throws IOException {
    byte[] shot = Files.readAllBytes(EXAMPLES.resolve("shot.yaml"));
    return new LinkGraph.Sources(
        path -> path.endsWith("shot.yaml") ? Optional.of(shot) : Optional.empty(),
        _ -> Optional.empty());
  }

  private static boolean isGraph(Path file) {
    return file.toString().endsWith(".yaml") || file.toString().endsWith(".json");
  }
}
