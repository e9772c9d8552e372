package org.cinegraph.graph.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.digest.CanonicalGraph;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.document.LinkedGraph;
import org.junit.jupiter.api.Test;

class DiffGraphsTest {
  private static final String BEFORE =
      """
      graph: g
      inputs: {seed: {type: int, default: 7}, gone: {type: text}}
      nodes:
        shot:
          for-each: [{p: a, s: [1, 2]}, {p: b, s: [3, 4]}]
          nodes:
            text: {type: encode-text, with: {model: toybox, prompt: $item.p}}
          outputs: {made: $text.conditioning}
        old: {type: count-words, with: {text: x}}
        words: {type: count-words, with: {text: "x ${seed}"}, retry: 2, title: Words}
      outputs: {made: $shot.made}
      """;

  @Test
  void whatDiffersIsNamedByNodePortAndPlaceInTheValue() {
    String now =
        BEFORE
            .replace("default: 7}, gone: {type: text}", "default: 8}, new: {type: text}")
            .replace("s: [3, 4]", "s: [3, 5]")
            .replace("prompt: $item.p", "prompt: a")
            .replace("old: {type: count-words, with: {text: x}}", "fresh: {type: join}")
            .replace("retry: 2, title: Words", "needs: {device: gpu}")
            .replace("outputs: {made: $shot.made}", "outputs: {made: \"$shot.made[0]\"}");

    assertThat(said(BEFORE, now))
        .containsExactly(
            "INPUT seed default: 7 -> 8",
            "INPUT gone : {\"type\":\"text\"} -> nothing",
            "INPUT new : nothing -> {\"type\":\"text\"}",
            "NODE shot/text with.prompt: \"$item.p\" -> \"a\"",
            "NODE shot for-each[1].s[1]: 4 -> 5",
            "NODE old : {\"type\":\"count-words\",\"with\":{\"text\":\"x\"}} -> nothing",
            "NODE words retry: 2 -> nothing",
            "NODE words title: \"Words\" -> nothing",
            "NODE words needs: nothing -> {\"device\":\"gpu\"}",
            "NODE fresh : nothing -> {\"type\":\"join\"}",
            "OUTPUT made : \"$shot.made\" -> \"$shot.made[0]\"");
  }

  @Test
  void anItemMoreChangesTheListAndNotAllBehindIt() {
    assertThat(said(BEFORE, BEFORE.replace("[{p: a,", "[{p: n}, {p: a,"))).hasSize(1);
  }

  @Test
  void graphsDifferJustWhereTheirCanonicalFormsDo() {
    String same =
        """
        # The same.
        nodes:
          words: {title: Words, retry: 2, priority: 0, type: count-words, with: {text: "x ${seed}"}}
          old: {with: {text: x}, type: count-words}
          shot:
            nodes:
              text: {type: encode-text, with: {prompt: $item.p, model: toybox}}
            outputs: {made: $text.conditioning}
            for-each: [{s: [1, 2], p: a}, {p: b, s: [3, 4]}]
        outputs: {made: $shot.made}
        inputs: {gone: {type: text}, seed: {default: 7, type: int}}
        graph: g
        """;
    List<String> others =
        List.of(
            same,
            BEFORE.replace("graph: g", "graph: h"),
            BEFORE.replace("graph: g", "graph: g\ntext: A line."),
            BEFORE.replace("title: Words", "title: Word"),
            BEFORE.replace("for-each:", "max-parallel: 2\n    for-each:"),
            BEFORE.replace("outputs: {made: $text", "outputs: {done: $text"));

    for (String other : others) {
      assertThat(said(BEFORE, other).isEmpty())
          .isEqualTo(canonical(BEFORE).equals(canonical(other)));
    }
    assertThat(said(BEFORE, same)).isEmpty();
  }

  private static CanonicalGraph canonical(String source) {
    return CanonicalGraph.of(GraphFixture.parsed(source));
  }

  private static List<String> said(String before, String now) {
    LinkedGraph first = LinkedGraph.of(GraphFixture.parsed(before));
    return DiffGraphs.diff(first, LinkedGraph.of(GraphFixture.parsed(now))).stream()
        .map(change ->
            "%s %s %s: %s -> %s"
                .formatted(
                    change.subject(),
                    change.name(),
                    change.part(),
                    change.before().map(CanonicalJson::write).orElse("nothing"),
                    change.now().map(CanonicalJson::write).orElse("nothing")))
        .toList();
  }
}
