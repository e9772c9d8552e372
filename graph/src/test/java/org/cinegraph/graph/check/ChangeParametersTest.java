package org.cinegraph.graph.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.check.ChangeParameters.Change;
import org.cinegraph.graph.digest.CanonicalGraph;
import org.cinegraph.graph.document.Dependents;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.ParseGraph;
import org.junit.jupiter.api.Test;

class ChangeParametersTest {
  private static final GraphDocument MOVIE = parse(GraphFixture.MOVIE);

  @Test
  void aNodeAndAllThatDependsOnItAreBehindIt() {
    assertThat(Dependents.of(MOVIE, "video")).containsExactly("movie", "sound", "video");
    assertThat(Dependents.of(MOVIE, "movie")).containsExactly("movie");
  }

  @Test
  void aValueReplacesALiteralAndALink() {
    ChangeParameters.Outcome changed =
        change(new Change("latents", "steps", "12"), new Change("sound", "seed", "9"));
    assertThat(changed.problems()).isEmpty();
    assertThat(changed.graph().canonical())
        .isEqualTo(
            CanonicalGraph.of(
                parse(
                    GraphFixture.MOVIE
                        .replace("steps: 24", "steps: 12")
                        .replace(
                            "video: $video.video, seed: $seed", "video: $video.video, seed: 9"))));
  }

  @Test
  void everyMistakeIsNamedAtOnce() {
    ChangeParameters.Outcome changed =
        change(
            new Change("text", "prompt", "blue"),
            new Change("latent", "steps", "12"),
            new Change("latents", "step", "12"),
            new Change("latents", "steps", "many"));
    assertThat(changed.problems())
        .extracting(problem -> problem.position().written() + ": " + problem.sentence())
        .containsExactlyInAnyOrder(
            "text.prompt: Node text does not depend on latents, where the fork begins",
            "latent.steps: Graph text-to-movie has no such node",
            "latents.step: A sample-latents has no parameter step",
            "latents.steps: steps of node latents has the wrong type: expected int from 1 to 100, found \"many\"");
  }

  @Test
  void aValueOutOfRangeIsFoundByTheCheckOfTheGraph() {
    assertThat(change(new Change("latents", "steps", "0")).problems())
        .extracting(Problem::code)
        .containsExactly("out-of-range");
  }

  private static ChangeParameters.Outcome change(Change... changes) {
    return ChangeParameters.change(
        LinkedGraph.of(MOVIE), GraphFixture.catalog(), "latents", List.of(changes));
  }

  private static GraphDocument parse(String yaml) {
    return ParseGraph.parse(yaml.getBytes(StandardCharsets.UTF_8), "movie.yaml")
        .document()
        .orElseThrow();
  }
}
