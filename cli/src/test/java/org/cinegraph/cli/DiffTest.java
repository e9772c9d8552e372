package org.cinegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffTest {
  private static final String GRAPH =
      "graph: g\nimports: {part: ./part.yaml}\nnodes:\n"
          + "  a: {type: draw, with: {size: 3, text: x}}\n  b: {graph: part}\n";
  private static final String PART = "graph: part\nnodes:\n  p: {type: draw, with: {size: 1}}\n";

  @TempDir private Path folder = Path.of("");
  private final CommandFixture cinegraph = new CommandFixture();

  @BeforeEach
  void write() throws IOException {
    write("one/g.yaml", GRAPH);
    write("one/part.yaml", PART);
    write("two/part.yaml", PART + "# said otherwise\n");
  }

  @AfterEach
  void close() {
    cinegraph.close();
  }

  @Test
  void graphsOfOneCanonicalFormAreTheSame() throws IOException {
    write("two/g.yaml", GRAPH.replace("{size: 3, text: x}", "{text: x, size: 3}"));

    assertThat(diff()).isZero();
    assertThat(cinegraph.out())
        .isEqualTo("%s and %s are the same graph\n".formatted(file("one"), file("two")));
  }

  @Test
  void whatDiffersIsSaidByNodeAndPort() throws IOException {
    write(
        "two/g.yaml",
        GRAPH.replace("size: 3, text: x", "size: 4").replace("b: {graph", "c: {graph"));

    assertThat(diff()).isEqualTo(1);
    assertThat(cinegraph.out())
        .isEqualTo(
            """
            node a
              with.size: 3 -> 4
              with.text: "x" -> nothing
            node b: only in %s
            node c: only in %s
            """
                .formatted(file("one"), file("two")));
    assertThat(diff("--json")).isEqualTo(1);
    assertThat(cinegraph.out())
        .startsWith("[{\"before\":3,\"name\":\"a\",\"now\":4,\"part\":\"with.size\",")
        .contains("{\"before\":{\"graph\":\"part\"},\"name\":\"b\",\"part\":\"\"");
  }

  @Test
  void anImportThatSaysOtherThingsIsAnotherVersion() throws IOException {
    write("two/g.yaml", GRAPH);
    write("two/part.yaml", PART.replace("size: 1", "size: 2"));

    assertThat(diff()).isEqualTo(1);
    assertThat(cinegraph.out()).startsWith("import part: \"part@").hasLineCount(1);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThat(diff()).isEqualTo(2);
    assertThat(cinegraph.err()).isEqualTo("There is no file " + file("two") + "\n");
  }

  private int diff(String... options) {
    String[] arguments = new String[4 + options.length];
    arguments[0] = "graphs";
    arguments[1] = "diff";
    arguments[2] = file("one");
    arguments[3] = file("two");
    System.arraycopy(options, 0, arguments, 4, options.length);
    return cinegraph.run(arguments);
  }

  private String file(String version) {
    return folder.resolve(version).resolve("g.yaml").toString();
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
