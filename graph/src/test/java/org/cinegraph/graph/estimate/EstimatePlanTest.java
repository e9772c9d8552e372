package org.cinegraph.graph.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlannedNode;
import org.junit.jupiter.api.Test;

class EstimatePlanTest {
  private static final History HISTORY =
      new History(
          List.of(
              measured("encode-text", List.of("toybox"), 14, new Span(1, 2, 4)),
              measured("sample-latents", List.of("other"), 3, new Span(10, 20, 30)),
              measured("sample-latents", List.of("third"), 2, new Span(1, 1, 1))));

  @Test
  void whatIsRememberedCostsNothingAndTheRestWhatItTookBefore() {
    Plan plan = GraphFixture.plan(GraphFixture.MOVIE);

    Estimate estimate = EstimatePlan.estimate(plan, keysOf(plan, "video"), HISTORY);

    assertThat(said(estimate))
        .containsExactly(
            "text encode-text@1 {COMPUTED=1} 2.0 s of 14 attempts",
            "latents sample-latents@2 {COMPUTED=1} 20.0 s of 3 attempts with other models",
            "video decode-video@1 {HIT=1}",
            "sound generate-audio@1 {COMPUTED=1} 0.0 s of 0 attempts",
            "movie mux@1 {COMPUTED=1} 0.0 s of 0 attempts");
    assertThat(estimate.sure()).isEqualTo(new Span(11, 22, 34));
    assertThat(estimate.longestChain()).isEqualTo(new Span(11, 22, 34));
    assertThat(estimate.possible()).isEqualTo(Span.NONE);
    assertThat(estimate.neverMeasured()).isEqualTo(2);
  }

  @Test
  void aLoopIsOneLineAndEqualItemsAreComputedOnce() {
    Plan plan =
        GraphFixture.plan(
            """
            graph: loop
            nodes:
              shot:
                for-each: [a, b, a, c]
                nodes:
                  text: {type: encode-text, with: {model: toybox, prompt: $item}}
                outputs: {made: $text.conditioning}
            """);

    Estimate estimate = EstimatePlan.estimate(plan, keysOf(plan, "shot[3]/text"), HISTORY);

    assertThat(said(estimate))
        .startsWith(
            "shot[*]/text encode-text@1 {HIT=1, COMPUTED=2, SHARED=1} 4.0 s of 14 attempts");
    assertThat(estimate.longestChain().median()).isEqualTo(2);
  }

  @Test
  void aKeyThatWaitsForAValueNamesWhoseAndIsNoSureCost() {
    Plan plan =
        GraphFixture.plan(
            """
            graph: depends
            nodes:
              words: {type: count-words, with: {text: one two}}
              more: {type: arithmetic, with: {a: $words.words, do: add, b: 1}}
              text: {type: encode-text, with: {model: toybox, prompt: "${more.result}"}}
            """);

    Estimate estimate = EstimatePlan.estimate(plan, Set.of(), HISTORY);
    EstimatedLine text = line(estimate, "text");

    assertThat(text.fates()).containsOnlyKeys(Fate.DEPENDS);
    assertThat(text.dependsOn()).singleElement().asString().startsWith("text.prompt");
    assertThat(text.sure()).isEqualTo(Span.NONE);
    assertThat(text.possible().median()).isEqualTo(2);
    assertThat(line(estimate, "more").fates()).containsOnlyKeys(Fate.SETTLED);
  }

  @Test
  void whatABranchMayLeaveOutIsNoSureCost() {
    Plan plan =
        GraphFixture.plan(
            """
            graph: branch
            nodes:
              words: {type: count-words, with: {text: one two}}
              many: {type: compare, with: {a: $words.words, is: greater, b: 1}}
              text: {type: encode-text, when: $many.result, with: {model: toybox, prompt: p}}
            """);

    EstimatedLine text = line(EstimatePlan.estimate(plan, Set.of(), HISTORY), "text");

    assertThat(text.mayBeLeftOut()).isEqualTo(1);
    assertThat(text.sure()).isEqualTo(Span.NONE);
    assertThat(text.possible().median()).isEqualTo(2);
  }

  @Test
  void whatIsNeverRememberedIsComputedThoughItsKeyWereThere() {
    Plan plan =
        GraphFixture.plan(
            """
            graph: refresh
            nodes:
              text: {type: encode-text, cache: "off", with: {model: toybox, prompt: p}}
            """);

    assertThat(EstimatePlan.keys(plan)).isEmpty();
    assertThat(line(EstimatePlan.estimate(plan, keysOf(plan, "text"), HISTORY), "text").fates())
        .containsOnlyKeys(Fate.COMPUTED);
  }

  @Test
  void aListOfTheRunAndAPersonAreNamed() {
    Plan plan =
        GraphFixture.plan(
            """
            graph: waits
            nodes:
              words: {type: count-words, with: {text: one two}}
              judged: {approve: Good?, with: {words: $words.words}}
              places: {type: range, with: {from: 0, to: $judged.words}}
              text:
                for-each: $places.values
                type: encode-text
                with: {model: toybox, prompt: "${item}"}
            """);

    Estimate estimate = EstimatePlan.estimate(plan, Set.of(), HISTORY);

    assertThat(estimate.openLists()).hasSize(1);
    assertThat(estimate.count(Fate.LISTED)).isEqualTo(1);
    assertThat(line(estimate, "judged").fates()).containsOnlyKeys(Fate.ASKED);
  }

  @Test
  void memoryIsWhatIsDeclaredUntilAnAttemptRanOutOfIt() {
    Plan plan = GraphFixture.plan(GraphFixture.MOVIE);
    Measured ranOut =
        new Measured(
            "encode-text", new TreeSet<>(List.of("toybox")), 1, new Span(1, 1, 1), 0, 3 << 20);

    EstimatedLine declared = line(EstimatePlan.estimate(plan, Set.of(), HISTORY), "text");
    EstimatedLine raised =
        line(EstimatePlan.estimate(plan, Set.of(), new History(List.of(ranOut))), "text");

    assertThat(declared.demand().hostMemoryBytes()).isEqualTo(1 << 20);
    assertThat(declared.raised()).isFalse();
    assertThat(raised.demand().hostMemoryBytes()).isEqualTo(3 << 20);
    assertThat(raised.raised()).isTrue();
  }

  private static Measured measured(String type, List<String> models, int attempts, Span seconds) {
    return new Measured(type, new TreeSet<>(models), attempts, seconds, 0, 0);
  }

  private static Set<Digest> keysOf(Plan plan, String name) {
    return plan.nodes().stream()
        .filter(node -> node.name().equals(name))
        .map((PlannedNode node) -> node.memoKey().orElseThrow())
        .collect(Collectors.toSet());
  }

  private static EstimatedLine line(Estimate estimate, String name) {
    return estimate.lines().stream()
        .filter(line -> line.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> said(Estimate estimate) {
    return estimate.lines().stream()
        .map(line ->
            line.name()
                + " "
                + line.type()
                + " "
                + line.fates()
                + line.basis()
                    .map(basis ->
                        " "
                            + line.sure().median()
                            + " s of "
                            + basis.attempts()
                            + " attempts"
                            + (basis.otherModels() ? " with other models" : ""))
                    .orElse(""))
        .toList();
  }
}
