package org.cinegraph.graph.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.check.CheckedGraph;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.plan.PlanGraph;
import org.cinegraph.graph.plan.PlanOptions;
import org.cinegraph.graph.plan.PlannedNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LinkGraphTest {
  private static final String SHOT =
      """
      graph: shot
      inputs:
        prompt: {type: text}
        seed: {type: int, default: 7}
      nodes:
        text: {type: encode-text, with: {model: toybox, prompt: $prompt}}
        latents: {type: sample-latents, with: {model: toybox, conditioning: $text.conditioning, seed: $seed}}
      outputs:
        latents: $latents.latents
      """;

  private static final String REEL =
      """
      graph: reel
      imports:
        shot: ./parts/shot.yaml
      nodes:
        all: {graph: shot, for-each: [a ball, a box], with: {prompt: $item}}
        last: {graph: shot, with: {prompt: a cone, seed: 9}}
      outputs:
        all: $all.latents
        last: $last.latents
      """;

  @Test
  void aNodeThatIsAGraphBecomesTheGraphsNodes() {
    CheckedGraph reel = checked(REEL, Map.of("parts/shot.yaml", SHOT));
    assertThat(reel.problems()).isEmpty();
    assertThat(
            PlanGraph.plan(
                    reel.graph().orElseThrow(),
                    GraphFixture.catalog(),
                    new LinkedHashMap<>(),
                    PlanOptions.PLAIN)
                .orElseThrow()
                .nodes())
        .extracting(PlannedNode::name)
        .containsExactly(
            "all[0]/text",
            "all[0]/latents",
            "all[1]/text",
            "all[1]/latents",
            "all.latents",
            "last/text",
            "last/latents");
  }

  @Test
  void theVersionOfAnImportIsPartOfTheVersionOfTheGraph() {
    LinkedGraph one = checked(REEL, Map.of("parts/shot.yaml", SHOT)).graph().orElseThrow();
    LinkedGraph other =
        checked(REEL, Map.of("parts/shot.yaml", SHOT.replace("default: 7", "default: 8")))
            .graph()
            .orElseThrow();
    assertThat(one.canonical().version()).isNotEqualTo(other.canonical().version());
    assertThat(one.canonical().json())
        .contains("shot@sha256:" + one.imported("shot").orElseThrow().canonical().version().hex());
  }

  @Test
  void aGraphThatImportsItselfIsRefusedByTheNamesOnTheWay() {
    String shot = SHOT.replace("inputs:", "imports: {back: ../reel.yaml}\ninputs:");
    assertThat(checked(REEL, Map.of("parts/shot.yaml", shot, "reel.yaml", REEL)).problems())
        .extracting(Problem::sentence)
        .contains("The graphs import each other: reel → shot → reel");
  }

  @Test
  void whatIsMissingClimbsOutOrIsNoGraphIsNamedAtItsImport() {
    String reel =
        """
        graph: reel
        imports:
          one: ./gone.yaml
          two: ../outside.yaml
          three: /etc/graph.yaml
          four: just-a-name
          five: shot@3
        nodes:
          a: {graph: one}
        """;
    assertThat(checked(reel, Map.of()).problems())
        .extracting(problem -> problem.position().line() + ": " + problem.sentence())
        .containsExactly(
            "3: Import one does not exist: expected a file beside or below the graph, found"
                + " gone.yaml",
            "4: Import two leaves the folder of the graph: expected a file beside or below it, found"
                + " ../outside.yaml",
            "5: Import three leaves the folder of the graph: expected a file beside or below it,"
                + " found /etc/graph.yaml",
            "6: Import four names no graph: expected a file such as ./shot.yaml, or name@version such"
                + " as shot@3, found just-a-name",
            "7: Import five does not exist: expected a stored graph with that version, found shot@3");
  }

  @Test
  @Timeout(60)
  void graphsThatImportTheNextUnderAHundredNamesAreGoneThroughOnceEach() {
    Map<String, String> files = new TreeMap<>();
    for (int level = 1; level <= 7; level++) {
      StringBuilder graph = new StringBuilder("graph: level%d\nimports:\n".formatted(level));
      for (int name = 0; name < 100; name++) {
        graph.append("  i%d: level%d.yaml\n".formatted(name, level + 1));
      }
      files.put(
          "level%d.yaml".formatted(level), graph + "nodes: {a: {type: join, with: {in0: x}}}\n");
    }
    files.put("level8.yaml", "graph: level8\nnodes: {a: {type: join, with: {in0: x}}}\n");
    CheckedGraph checked = checked(String.valueOf(files.get("level1.yaml")), files);
    assertThat(checked.problems()).isEmpty();
    assertThat(checked.graph().orElseThrow().canonical().json()).contains("level2@sha256:");
    assertThat(checked.graph().orElseThrow().all()).hasSize(8);
  }

  @Test
  void aSubGraphIsHeldToItsInputs() {
    String reel =
        REEL.replace("with: {prompt: $item}", "with: {prompt: $item, sed: 3}")
            .replace("{prompt: a cone, seed: 9}", "{seed: nine}");
    assertThat(checked(reel, Map.of("parts/shot.yaml", SHOT)).problems())
        .extracting(Problem::sentence)
        .containsExactly(
            "Node all (graph shot) has no such input: expected one of prompt, seed, found sed",
            "Node last (graph shot) is not given its input prompt: expected text, found nothing",
            "seed of node last has the wrong type: expected int, found text \"nine\"");
  }

  private static CheckedGraph checked(String source, Map<String, String> files) {
    return CheckedGraph.of(
        source.getBytes(StandardCharsets.UTF_8),
        "reel.yaml",
        new LinkGraph.Sources(
            path ->
                Optional.ofNullable(files.get(path))
                    .map(text -> text.getBytes(StandardCharsets.UTF_8)),
            _ -> Optional.empty()),
        GraphFixture.catalog());
  }
}
