package org.cinegraph.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.graph.check.GraphLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphFileTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path missing = folder.resolve("movie.yaml");

    assertThat(refusal(missing)).isEqualTo("There is no file " + missing);
  }

  @Test
  void aFolderIsNoGraph() {
    assertThat(refusal(folder))
        .isEqualTo(folder + " is a folder, not a graph; name a .yaml or .json file in it");
  }

  @Test
  void anEmptyFileIsRefusedAtItsFirstLine() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.yaml"));

    assertThat(refusal(empty))
        .startsWith(empty + ":1:1: The document is empty: expected a graph, found nothing")
        .contains("hint: begin with a line such as: graph: my-graph");
  }

  @Test
  void aFileThatIsNotUtf8IsRefused() throws IOException {
    Path file = Files.write(folder.resolve("g.yaml"), new byte[] {'g', (byte) 0xff});

    assertThat(refusal(file)).startsWith(file + ":1:2: The document is not UTF-8");
  }

  @Test
  void aFileThatIsNeitherYamlNorJsonIsRefusedWithTheLineAndACaret() throws IOException {
    Path file = Files.writeString(folder.resolve("g.yaml"), "graph: g\nnodes: {a: ]\n");

    assertThat(refusal(file))
        .contains(file + ":2:12: The document is neither YAML nor JSON")
        .contains("  | nodes: {a: ]\n  |            ^");
  }

  @Test
  void aHugeFileIsRefusedWithoutBeingReadWhole() throws IOException {
    Path file = Files.write(folder.resolve("g.yaml"), new byte[GraphLimits.DOCUMENT_BYTES + 5]);

    assertThat(refusal(file)).contains("The document is too large");
  }

  @Test
  void aGraphWithMistakesInItIsReadSoThatTheServerCanNameThemAll() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("g.yaml"), "graph: g\nnodes: {a: {type: noop, wiht: {}}}\n");

    assertThat(GraphFile.read(file).document()).isPresent();
  }

  private static String refusal(Path path) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> GraphFile.read(path));
    assertThat(refusal.exitCode()).isEqualTo(ExitCode.USAGE);
    return refusal.sentence();
  }
}
