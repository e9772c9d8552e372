package org.cinegraph.graph.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.check.CheckInputs;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.check.Problems;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.plan.PlanOptions;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParseGraphTest {

  @Test
  void everyValueKnowsItsPlace() {
    GraphDocument document =
        read(
            """
            graph: places
            nodes:
              a/b~c: {type: ignored}
              first:
                type: join@3
                with:
                  in0: hello
                  list: [1, {x: 2}]
            """);
    GraphNode node = document.nodes().lastEntry().getValue();
    assertThat(node.position()).isEqualTo(new Position("g.yaml", 4, 3, "/nodes/first"));
    assertThat(((NodeForm.OfType) node.form()).position())
        .isEqualTo(new Position("g.yaml", 5, 11, "/nodes/first/type"));
    Argument argument = node.with().firstEntry().getValue();
    assertThat(argument.namePosition().column()).isEqualTo(7);
    assertThat(argument.position())
        .isEqualTo(new Position("g.yaml", 7, 12, "/nodes/first/with/in0"));
  }

  @Test
  void pointersEscapeWhatTheyMust() {
    Problem problem = parse("graph: g\nnodes: {a/b~c: {type: join}}").problems().getFirst();
    assertThat(problem.position().pointer()).isEqualTo("/nodes/a~1b~0c");
  }

  @Test
  void controlIsReadAndCarried() {
    GraphDocument document =
        read("graph: g\nnodes: {a: {type: t, retry: 3, timeout: 1h30m, priority: -5}}");
    assertThat(document.nodes().firstEntry().getValue().control())
        .isEqualTo(
            new Control(
                Optional.of(3),
                Optional.of(Duration.ofMinutes(90)),
                -5,
                Control.Cache.USE,
                false,
                Control.Needs.NOTHING));
  }

  @Test
  void aDoubledDollarIsALiteralOne() {
    assertThat(argument("$$5 or $x")).isEqualTo(new Value.Text("$5 or $x"));
    assertThat(argument("pay $5")).isEqualTo(new Value.Text("pay $5"));
  }

  @ParameterizedTest
  @CsvSource({
    "12, 12",
    "-0x, '\"-0x\"'",
    "0x1F, 31",
    "0o17, 15",
    "1.50, 1.5",
    "-.5, -0.5",
    "1e3, 1000.0",
    "yes, '\"yes\"'",
    "True, true",
    "~, null",
    "12:30, '\"12:30\"'",
    "2026-11-01, '\"2026-11-01\"'"
  })
  void scalarsMeanWhatYamlTwelveSays(String written, String json) {
    assertThat(CanonicalJson.write(argument(written))).isEqualTo(json);
  }

  @Test
  void jsonIsReadWithItsOwnEscapes() {
    String json =
        "{\n\t\"graph\": \"g\",\n\t\"nodes\": {\"a\": {\"type\": \"t\", \"with\": {\"x\": "
            + "\"\\u00e9\\/\\ud83d\\ude00\\n\"}}}\n}";
    GraphDocument document = read(json);
    assertThat(document.nodes().firstEntry().getValue().with().firstEntry().getValue().value())
        .isInstanceOfSatisfying(
            Expression.Literal.class,
            literal -> assertThat(literal.value()).isEqualTo(new Value.Text("é/😀\n")));
  }

  @Test
  void aByteThatIsNoUtf8IsNamedAtItsPlace() {
    byte[] latin = "graph: g\nnodes: # für".getBytes(StandardCharsets.ISO_8859_1);
    Problem problem = ParseGraph.parse(latin, "g.yaml").problems().getFirst();
    assertThat(problem.position().written()).isEqualTo("g.yaml:2:11");
    assertThat(problem.sentence())
        .isEqualTo("The document is not UTF-8: expected UTF-8, found byte 0xfc");
  }

  @Test
  void aCharacterCutInHalfIsNoUtf8() {
    byte[] whole = "graph: é".getBytes(StandardCharsets.UTF_8);
    byte[] cut = Arrays.copyOf(whole, whole.length - 1);
    assertThat(ParseGraph.parse(cut, "g.yaml").problems())
        .extracting(Problem::code)
        .containsExactly("not-utf-8");
  }

  @Test
  void aControlCharacterIsNamedAtItsPlace() {
    Problem problem = parse("graph: g\nnodes: \u0007").problems().getFirst();
    assertThat(problem.position().written()).isEqualTo("g.yaml:2:8");
    assertThat(problem.sentence()).contains("found U+0007");
  }

  @Test
  void anEmptyFileIsRefusedInWords() {
    assertThat(parse("").problems().getFirst().sentence())
        .isEqualTo("The document is empty: expected a graph, found nothing");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() {
    assertThat(read("\uFEFFgraph: marked\nnodes: {a: {type: t}}").name()).isEqualTo("marked");
  }

  @Test
  void aBrokenNodeIsNotReportedASecondTimeByWhatRefersToIt() {
    ParsedGraph parsed = parse("graph: g\nnodes: {a: {}, b: {type: join, with: {in0: $a.out}}}");
    assertThat(parsed.problems()).extracting(Problem::code).containsExactly("missing-key");
    assertThat(parsed.document().orElseThrow().body().unreadable()).containsExactly("a");
  }

  @Test
  void noBytesCrashTheReader() {
    SplittableRandom random = new SplittableRandom(4);
    byte[] seed = GraphFixture.MOVIE.getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = seed.clone();
      for (int change = random.nextInt(1, 6); change > 0; change--) {
        bytes[random.nextInt(bytes.length)] =
            (byte) "{}[]:,&*!|>'\"%@#-?$ \n\tax\u00ff".charAt(random.nextInt(25));
      }
      ParsedGraph parsed = GraphFixture.checked(bytes, "g.yaml");
      assertThat(parsed.document().isPresent() || !parsed.problems().isEmpty()).isTrue();
      if (parsed.isSound()) {
        planWithoutInputs(parsed.document().orElseThrow());
      }
      Problems.render(new String(bytes, StandardCharsets.UTF_8), parsed.problems());
    }
  }

  private static void planWithoutInputs(GraphDocument document) {
    SequencedMap<String, PortValue> none = new LinkedHashMap<>();
    if (CheckInputs.check(document, GraphFixture.catalog(), none).isEmpty()) {
      GraphFixture.plan(document, GraphFixture.catalog(), none, PlanOptions.PLAIN);
    }
  }

  private static ParsedGraph parse(String source) {
    return ParseGraph.parse(source.getBytes(StandardCharsets.UTF_8), "g.yaml");
  }

  private static GraphDocument read(String source) {
    return parse(source).document().orElseThrow();
  }

  private static Value argument(String written) {
    Argument argument =
        read("graph: g\nnodes:\n  a:\n    type: t\n    with:\n      x: " + written)
            .nodes()
            .firstEntry()
            .getValue()
            .with()
            .firstEntry()
            .getValue();
    return ((Expression.Literal) argument.value()).value();
  }
}
