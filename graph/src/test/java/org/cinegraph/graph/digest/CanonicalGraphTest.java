package org.cinegraph.graph.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.document.ParseGraph;
import org.cinegraph.graph.document.ParsedGraph;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalGraphTest {
  private static final String GRAPH =
      """
      graph: g
      inputs:
        seed: {type: int, default: 7, text: The seed.}
      nodes:
        a: {type: join, with: {in0: $$5, in1: hello}}
        b: {type: join@1, retry: 2, timeout: 90s, with: {in0: $a.out, json: {x: [$$y, 1.50]}}}
      outputs: {out: $b.out}
      """;

  @Test
  void commentsKeyOrderAndNotationDoNotChangeTheVersion() {
    String otherwise =
        """
        # the same graph
        outputs: {"out": "$b.out"}
        nodes:
          b:
            with:
              json:
                x:
                  - '$$y'
                  - 1.5
              in0: $a.out
            timeout: 1m30s   # the same time
            priority: 0
            type: join@1
            retry: 2
          a: {with: &with {in1: "hello", in0: $$5}, type: join}
        inputs: {seed: {text: The seed., default: 0x7, type: int}}
        graph: g
        """;
    assertThat(canonical(otherwise)).isEqualTo(canonical(GRAPH));
  }

  @Test
  void theCanonicalFormIsItsOwnCanonicalForm() {
    CanonicalGraph canonical = canonical(GRAPH);
    assertThat(canonical(canonical.json())).isEqualTo(canonical);
    CanonicalGraph movie = canonical(GraphFixture.MOVIE);
    assertThat(canonical(movie.json())).isEqualTo(movie);
  }

  @Test
  void everyTextSurvivesTheCanonicalForm() {
    for (int c = 0; c <= Character.MAX_VALUE; c += c < 0x3000 || c > 0xFF00 ? 1 : 0x35) {
      Value text = new Value.Text("x" + (char) c + " x" + (char) c + "\n " + (char) c);
      String written = CanonicalJson.write(text);
      CanonicalGraph canonical =
          canonical("graph: g\nnodes: {a: {type: join, with: {x: " + written + "}}}");
      assertThat(canonical.json()).as("U+%04X", c).contains(written);
      assertThat(canonical(canonical.json())).as("U+%04X", c).isEqualTo(canonical);
    }
  }

  @Test
  void theVersionIsTheDigestOfTheCanonicalForm() {
    CanonicalGraph canonical = canonical(GRAPH);
    assertThat(canonical.version()).isEqualTo(Digest.of(canonical.json()));
    assertThat(canonical.json()).contains("\"in0\":\"$$5\"").contains("[\"$$y\",1.5]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "graph: g | graph: h",
        "default: 7 | default: 8",
        "The seed. | A seed.",
        "in1: hello | in1: hallo",
        "in0: $$5 | in0: $$6",
        "join@1 | join",
        "retry: 2 | retry: 3",
        "timeout: 90s | timeout: 91s",
        "$a.out, | $a.other,",
        "{out: $b.out} | {out: $a.out}",
        "{out: $b.out} | {output: $b.out}",
        "1.50 | 1.25"
      })
  void everythingElseChangesIt(String part, String other) {
    assertThat(GRAPH).contains(part);
    assertThat(canonical(GRAPH.replace(part, other)).version())
        .isNotEqualTo(canonical(GRAPH).version());
  }

  private static CanonicalGraph canonical(String source) {
    ParsedGraph parsed = ParseGraph.parse(source.getBytes(StandardCharsets.UTF_8), "g.yaml");
    assertThat(parsed.problems()).isEmpty();
    return CanonicalGraph.of(parsed.document().orElseThrow());
  }
}
