package org.cinegraph.graph.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cinegraph.graph.document.ParseGraph;
import org.junit.jupiter.api.Test;

class GraphLimitsTest {

  @Test
  void aDocumentHasItsMostBytes() {
    String graph = "graph: g\nnodes: {a: {type: join}}\n#";
    int rest = GraphLimits.DOCUMENT_BYTES - graph.length();
    assertThat(codes(graph + "x".repeat(rest))).isEmpty();
    assertThat(codes(graph + "x".repeat(rest + 1))).containsExactly("too-large");
  }

  @Test
  void aGraphHasItsMostNodes() {
    holds(
        GraphLimits.NODES,
        nodes -> "graph: g\nnodes: {" + repeated(nodes, "n%d: {type: t}") + "}",
        "too-many");
  }

  @Test
  void aGraphHasItsMostInputs() {
    holds(
        GraphLimits.INPUTS,
        inputs ->
            "graph: g\nnodes: {a: {type: t}}\ninputs: {"
                + repeated(inputs, "i%d: {type: int}")
                + "}",
        "too-many");
  }

  @Test
  void aGraphHasItsMostOutputs() {
    holds(
        GraphLimits.OUTPUTS,
        outputs ->
            "graph: g\nnodes: {a: {type: t}}\noutputs: {" + repeated(outputs, "o%d: $a.o") + "}",
        "too-many");
  }

  @Test
  void aNodeHasItsMostArguments() {
    holds(
        GraphLimits.ARGUMENTS,
        arguments ->
            "graph: g\nnodes: {a: {type: t, with: {" + repeated(arguments, "p%d: 1") + "}}}",
        "too-many");
  }

  @Test
  void aDocumentHasItsMostLevels() {
    int around = 4; // document, nodes, node, with
    holds(
        GraphLimits.DEPTH,
        levels -> argument("[".repeat(levels - around) + "]".repeat(levels - around)),
        "too-deep");
  }

  @Test
  void aHostileDepthIsNotReadToItsEnd() {
    assertThat(codes("[".repeat(GraphLimits.DOCUMENT_BYTES))).containsExactly("too-deep");
  }

  @Test
  void aDocumentHasItsMostAliases() {
    holds(
        GraphLimits.ALIASES,
        aliases -> argument("[&x 1, " + repeated(aliases, "*x") + "]"),
        "too-many-aliases");
  }

  @Test
  void aDocumentMeansItsMostValues() {
    String thousands = "&a [" + repeated(9_999, "0") + "]";
    String many = "&b [" + repeated(15, "*a") + "]";
    int others = 7 + 10_000 + 13 * 150_001;
    holds(
        GraphLimits.VALUES,
        values ->
            argument(
                "["
                    + thousands
                    + ", "
                    + many
                    + ", "
                    + repeated(12, "*b")
                    + ", "
                    + repeated(values - others, "0")
                    + "]"),
        "too-many-values");
  }

  @Test
  void anAliasBombIsRefusedInAnInstant() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [lol]\n");
    for (int level = 1; level <= 9; level++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(level, level, repeated(10, "*a" + (level - 1))));
    }
    assertThat(codes(bomb + "graph: g\nnodes: {a: {type: t}}")).contains("too-many-values");
  }

  @Test
  void aTextHasItsMostCharacters() {
    holds(GraphLimits.TEXT_LENGTH, length -> argument("x".repeat(length)), "too-long");
  }

  @Test
  void aNameHasItsMostCharacters() {
    holds(
        GraphLimits.NAME_LENGTH,
        length -> "graph: g\nnodes: {" + "n".repeat(length) + ": {type: t}}",
        "bad-name");
  }

  @Test
  void aWorkHasItsMostAttempts() {
    holds(GraphLimits.RETRY, retry -> node("retry: " + retry), "out-of-range");
  }

  @Test
  void aPriorityEndsAtItsLimits() {
    holds(GraphLimits.PRIORITY, priority -> node("priority: " + priority), "out-of-range");
    holds(GraphLimits.PRIORITY, priority -> node("priority: -" + priority), "out-of-range");
  }

  @Test
  void aTimeoutEndsAtItsLimit() {
    int most = (int) GraphLimits.TIMEOUT.toSeconds();
    holds(most, seconds -> node("timeout: " + seconds + "s"), "bad-timeout");
  }

  private static void holds(int limit, IntFunction<String> document, String code) {
    assertThat(codes(document.apply(limit))).as("at the limit").isEmpty();
    assertThat(codes(document.apply(limit + 1))).as("one past it").containsExactly(code);
  }

  private static List<String> codes(String source) {
    return ParseGraph.parse(source.getBytes(StandardCharsets.UTF_8), "graph.yaml")
        .problems()
        .stream()
        .map(Problem::code)
        .toList();
  }

  private static String argument(String value) {
    return node("with: {x: " + value + "}");
  }

  private static String node(String field) {
    return "graph: g\nnodes: {a: {type: t, " + field + "}}";
  }

  private static String repeated(int times, String text) {
    return IntStream.range(0, times)
        .mapToObj(at -> text.replace("%d", Integer.toString(at)))
        .collect(Collectors.joining(", "));
  }
}
