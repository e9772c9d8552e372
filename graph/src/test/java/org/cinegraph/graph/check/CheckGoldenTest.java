package org.cinegraph.graph.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.document.LinkGraph;
import org.cinegraph.graph.document.ParsedGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What authors read, word for word: each document in `src/test/resources/checks` has a file with
/// the same name and `.txt` behind it. To write them anew, run with `-Dgoldens=write` and read the
/// difference.
class CheckGoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/checks");

  static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".txt"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void theMessagesAreThoseOfTheGoldenFile(Path document) throws IOException {
    String found = messages(document);
    Path golden = Path.of(document + ".txt");
    if ("write".equals(System.getProperty("goldens"))) {
      Files.writeString(golden, found);
    }
    assertThat(found).isEqualTo(Files.readString(golden));
  }

  @Test
  void eightMistakesGetEightMessagesInOneAnswer() throws IOException {
    byte[] source = Files.readAllBytes(FOLDER.resolve("eight-mistakes.yaml"));
    ParsedGraph checked = GraphFixture.checked(source, "graph.yaml");
    assertThat(checked.problems())
        .extracting(Problem::code)
        .containsExactly(
            "wrong-type",
            "unknown-node-type",
            "unknown-model",
            "unknown-reference",
            "out-of-range",
            "unknown-argument",
            "wrong-type",
            "unknown-port");
  }

  private static Optional<byte[]> imported(String path) {
    try {
      Path file = FOLDER.resolve(path);
      return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String messages(Path document) throws IOException {
    byte[] source = Files.readAllBytes(document);
    CheckedGraph checked =
        CheckedGraph.of(
            source,
            String.valueOf(document.getFileName()),
            new LinkGraph.Sources(CheckGoldenTest::imported, _ -> Optional.empty()),
            GraphFixture.catalog());
    return Problems.render(
        file ->
            file.equals(String.valueOf(document.getFileName()))
                ? Optional.of(new String(source, StandardCharsets.UTF_8))
                : imported(file).map(bytes -> new String(bytes, StandardCharsets.UTF_8)),
        checked.problems());
  }
}
