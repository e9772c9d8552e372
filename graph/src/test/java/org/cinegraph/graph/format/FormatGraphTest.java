package org.cinegraph.graph.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.digest.CanonicalGraph;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FormatGraphTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("```(?:yaml|json)\n(.*?)```", Pattern.DOTALL);

  private static final String COMMENTED =
      """
      # What this is.

      outputs: {out: $b.out}   # delivered

      # The nodes.
      # Two of them.
      nodes:
        # the second is first
        b:
          notes: |
            a text
            # no comment
          with: {in0: $a.out}  # from a
          # which type
          type: join

        a: {with: {in0: x, in1: "}"}, type: join, needs: {memory: 1GiB, device: gpu}}
      graph: g
      # the end
      """;

  private static final String IN_ORDER =
      """
      # What this is.

      graph: g
      # the end

      # The nodes.
      # Two of them.
      nodes:
        # the second is first
        b:
          # which type
          type: join
          with: {in0: $a.out}  # from a
          notes: |
            a text
            # no comment

        a: {type: join, with: {in0: x, in1: "}"}, needs: {device: gpu, memory: 1GiB}}
      outputs: {out: $b.out}   # delivered
      """;

  @Test
  void keysAreSortedAndCommentsGoWithThem() {
    assertThat(FormatGraph.format(COMMENTED)).contains(IN_ORDER);
  }

  @Test
  void jsonIsSortedWhereItStands() {
    assertThat(
            FormatGraph.format(
                """
                {
                  "nodes": {"a": {"with": {"in0": "😀, x"}, "type": "join"}},
                  "graph": "g"
                }\
                """))
        .contains(
            """
            {
              "graph": "g",
              "nodes": {"a": {"type": "join", "with": {"in0": "😀, x"}}}
            }
            """);
  }

  @Test
  void aDocumentThatWouldSaySomethingElseIsLeftAlone() {
    String anchored =
        "nodes:\n  a: {with: {in0: &text x}, type: join}\n"
            + "  b: {type: join, with: {in0: *text}}\ngraph: g\n";
    assertThat(FormatGraph.format(anchored)).isPresent();
    assertThat(
            FormatGraph.format(
                "nodes:\n  a: {notes: &n x, with: {in0: *n}, type: join}\ngraph: g\n"))
        .isEmpty();
    assertThat(FormatGraph.format("graph: [")).isEmpty();
  }

  static Stream<String> documents() throws IOException {
    List<String> documents = new ArrayList<>();
    String page = Files.readString(Path.of("../docs/graph-language.md"));
    EXAMPLE.matcher(page).results().map(example -> example.group(1)).forEach(documents::add);
    try (Stream<Path> files = Files.list(Path.of("../examples-graphs"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".yaml")).sorted().toList()) {
        documents.add(Files.readString(file));
      }
    }
    return documents.stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void theFormIsAFixedPointAndSaysTheSame(String document) {
    String formatted = FormatGraph.format(document).orElseThrow();
    assertThat(FormatGraph.format(formatted)).contains(formatted);
    assertThat(CanonicalGraph.of(GraphFixture.parsed(formatted)))
        .isEqualTo(CanonicalGraph.of(GraphFixture.parsed(document)));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void theOrderOfKeysBeforeDoesNotMatter(String document) {
    Value canonical = CanonicalJson.parse(CanonicalGraph.of(GraphFixture.parsed(document)).json());
    Random random = new Random(7);
    String expected = FormatGraph.format(CanonicalJson.write(canonical)).orElseThrow();
    for (int i = 0; i < 20; i++) {
      Map<Integer, String> shuffled = new TreeMap<>();
      ((Value.Fields) canonical)
          .fields()
          .forEach((key, value) ->
              shuffled.put(
                  random.nextInt(), "\"%s\":%s".formatted(key, CanonicalJson.write(value))));
      assertThat(FormatGraph.format("{" + String.join(",", shuffled.values()) + "}"))
          .contains(expected);
    }
  }
}
