package org.cinegraph.graph.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.check.CheckDeclaration;
import org.cinegraph.graph.check.CheckedGraph;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.LinkGraph;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.Test;

class PlanGraphTest {

  @Test
  void everyParameterOfAPlannedNodeIsSettled() {
    Plan plan = GraphFixture.plan(GraphFixture.MOVIE);
    PlannedNode latents = plan.nodes().get(1);
    assertThat(latents.name()).isEqualTo("latents");
    assertThat(latents.version()).isEqualTo(2);
    assertThat(CanonicalJson.write(new Value.Fields(latents.parameters())))
        .isEqualTo(
            "{\"frames\":32,\"grid\":\"linear\",\"guidance\":3.0,\"loop\":false,"
                + "\"model\":\"toybox\",\"seed\":7,\"steps\":24}");
    assertThat(latents.modelPackages().get("model"))
        .isEqualTo(new ModelPackage("toybox", GraphFixture.TOYBOX));
    assertThat(latents.predecessors()).containsExactly(0);
    assertThat(latents.successors()).containsExactly(2);
    assertThat(latents.memoKey()).isPresent();
  }

  @Test
  void aPlanReadsBackFromItsJson() {
    Plan plan = GraphFixture.plan(GraphFixture.MOVIE);
    assertThat(PlanText.of(plan).plan()).isEqualTo(plan);
    assertThat(PlanText.of(plan).plan().digest()).isEqualTo(plan.digest());
  }

  @Test
  void aPlanThatWasStoredInOnePieceIsStillRead() {
    Plan plan = GraphFixture.plan(GraphFixture.MOVIE);
    PlanText text = PlanText.of(plan);
    String whole = "{\"nodes\":" + text.parts().getFirst() + "," + text.head().substring(1);

    assertThat(new PlanText.Reading(whole).plan()).isEqualTo(plan);
  }

  @Test
  void valuesGivenAtSubmitWinOverDefaults() {
    Plan plan =
        GraphFixture.plan(
            GraphFixture.document(GraphFixture.MOVIE),
            GraphFixture.catalog(),
            GraphFixture.values("seed", new Value.Int(8)),
            PlanOptions.PLAIN);
    assertThat(plan.nodes().get(1).parameters()).containsEntry("seed", new Value.Int(8));
  }

  @Test
  void aParameterThatMayBeAbsentIsNothingWhereTheGraphDoesNotNameIt() {
    NodeDeclaration plain = GraphFixture.named("say");
    NodeDeclaration say =
        new NodeDeclaration(
            "say",
            1,
            "",
            "",
            List.of(),
            List.of(
                Parameter.open("words", new PortType.Text(), ""),
                Parameter.open("loud", new PortType.Float(), "").between(0, 1)),
            List.of(),
            plain.demand(),
            "");
    assertThat(CheckDeclaration.check(say)).isEmpty();
    assertThat(DeclarationJson.read(DeclarationJson.write(say))).isEqualTo(say);
    Catalog catalog =
        Catalog.of(List.of(new Catalog.Entry(say, Digest.of("say"))), new LinkedHashMap<>());
    CheckedGraph checked =
        CheckedGraph.of(
            "graph: g\nnodes:\n  a: {type: say}\n  b: {type: say, with: {words: '', loud: 1}}\n"
                .getBytes(StandardCharsets.UTF_8),
            "graph.yaml",
            LinkGraph.Sources.NONE,
            catalog);
    assertThat(checked.problems()).isEmpty();
    Plan plan =
        PlanGraph.plan(
                checked.graph().orElseThrow(), catalog, new LinkedHashMap<>(), PlanOptions.PLAIN)
            .orElseThrow();

    assertThat(plan.nodes())
        .extracting(node -> CanonicalJson.write(new Value.Fields(node.parameters())))
        .containsExactly("{\"loud\":null,\"words\":null}", "{\"loud\":1.0,\"words\":\"\"}");
    assertThat(PlanText.of(plan).plan()).isEqualTo(plan);
  }

  @Test
  void aScalarMadeByANodeIsABoundParameter() {
    Plan plan =
        GraphFixture.plan(
            """
            graph: bound
            nodes:
              words: {type: count-words, with: {text: one two}}
              text: {type: encode-text, with: {model: toybox, prompt: hello}}
              latents:
                type: sample-latents
                with: {model: toybox, conditioning: $text.conditioning, seed: 1, guidance: $words.words}
            """);
    PlannedNode latents = plan.nodes().get(2);
    assertThat(latents.parameters()).doesNotContainKey("guidance");
    assertThat(latents.takes().values())
        .extracting(from -> ((Binding.FromNode) from).node())
        .containsExactlyInAnyOrder(0, 1);
    assertThat(latents.inputs()).containsOnlyKeys("conditioning");
    assertThat(latents.takes()).containsOnlyKeys("conditioning", "guidance");
    assertThat(latents.memoKey()).isPresent();
  }

  @Test
  void onlyWhatTheOutputsNeedIsPlanned() {
    Plan plan =
        GraphFixture.plan(GraphFixture.MOVIE.replace("movie: $movie.movie", "clip: $video.video"));
    assertThat(plan.nodes())
        .extracting(PlannedNode::name)
        .containsExactly("text", "latents", "video");
    assertThat(plan.outputs())
        .containsEntry("clip", new Binding.FromNode(2, "video", plan.nodes().get(2).memoKey()));
  }

  @Test
  void withoutOutputsEverythingIsPlanned() {
    String source = GraphFixture.MOVIE.substring(0, GraphFixture.MOVIE.indexOf("outputs:"));
    assertThat(GraphFixture.plan(source).nodes()).hasSize(5);
  }

  @Test
  void aLiteralForAPortIsGiven() {
    Plan plan = GraphFixture.plan("graph: g\nnodes: {a: {type: join, with: {in0: hello}}}");
    assertThat(plan.nodes().getFirst().inputs())
        .containsEntry("in0", new Binding.Given(new PortValue.Inline(new Value.Text("hello"))));
  }
}
