package org.cinegraph.graph.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.plan.NodeKind;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckDeclarationTest {
  private static final Parameter STEPS =
      Parameter.optional("steps", new PortType.Float(), new Value.Float(2), "").between(1, 9);

  @Test
  void theFixturesContradictThemselvesNowhere() {
    for (var versions : GraphFixture.catalog().types().values()) {
      for (Catalog.Entry entry : versions.values()) {
        assertThat(CheckDeclaration.check(entry.declaration())).isEmpty();
      }
    }
  }

  @Test
  void everyContradictionOfADeclarationIsNamed() {
    NodeDeclaration mux = GraphFixture.declaration("mux", 1);
    NodeDeclaration wrong =
        new NodeDeclaration(
            "Up Sample",
            1,
            "",
            "",
            List.of(new InputPort("video", new PortType.Video(), true, "")),
            List.of(
                Parameter.required("video", new PortType.Text(), "").between(0, 1),
                Parameter.optional("steps", new PortType.Int(), new Value.Int(0), "").between(1, 9),
                Parameter.optional("loop", new PortType.Boolean(), new Value.Text("no"), "")),
            List.of(new OutputPort("a.b", new PortType.Video(), "")),
            mux.demand().growing(4, "steps", "loop", "size"),
            "");
    assertThat(CheckDeclaration.check(wrong))
        .containsExactly(
            "Node type \"Up Sample\" must be a small letter, then small letters, digits and -, 60"
                + " in all at most",
            "Two ports or parameters are named video",
            "No port or parameter can be named \"a.b\"",
            "Parameter video has a range but is no number",
            "Default of parameter steps: expected int from 1 to 9, found 0",
            "Default of parameter loop: expected boolean, found text \"no\"",
            "The demand grows by loop, which is no parameter of type int",
            "The demand grows by size, which is no parameter of type int");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"compare", "parse-csv", "interpolate", "part", "merge", "collect", "fan-out"})
  void aWorkersNodeTypeCannotHaveANameOfTheLanguage(String name) {
    assertThat(CheckDeclaration.check(GraphFixture.named(name)))
        .containsExactly(
            "The graph language has a node type %s itself, so a worker's needs another name"
                .formatted(name));
  }

  @Test
  void everyKindOfNodeInAPlanIsANameOfTheLanguage() {
    assertThat(
            Arrays.stream(NodeKind.values())
                .filter(kind -> kind != NodeKind.COMPUTE && kind != NodeKind.VALUE)
                .map(NodeKind::written))
        .containsExactlyInAnyOrderElementsOf(CheckDeclaration.KINDS);
  }

  @Test
  void onlyTheLanguageTakesWhateverThereIs() {
    NodeDeclaration mux = GraphFixture.declaration("mux", 1);
    PortType any = new PortType.ListOf(new PortType.Any());
    NodeDeclaration wrong =
        new NodeDeclaration(
            "mix",
            1,
            "",
            "",
            List.of(new InputPort("in", any, true, "")),
            List.of(),
            List.of(new OutputPort("out", new PortType.Any(), "")),
            mux.demand(),
            "");
    assertThat(CheckDeclaration.check(wrong))
        .containsExactly(
            "Port in needs a type that says what flows, and any does not",
            "Port out needs a type that says what flows, and any does not");
  }

  @Test
  void aScalarMadeInTheRunIsConvertedAndHeldToTheRange() {
    assertThat(settle(new Value.Int(3)))
        .isEqualTo(new SettleParameter.Settled(new PortValue.Inline(new Value.Float(3))));
    assertThat(message(new Value.Int(10)))
        .isEqualTo(
            "steps of node latents: expected float from 1 to 9, but the node before it made 10.");
    assertThat(message(new Value.Text("x")))
        .isEqualTo(
            "steps of node latents: expected float from 1 to 9, but the node before it made text"
                + " \"x\".");
  }

  @Test
  void aDefaultModelThatIsNotInstalledIsAProblemOfTheNodeThatUsesIt() {
    assertThat(GraphFixture.checked("graph: g\nnodes: {a: {type: pick-model}}").problems())
        .extracting(Problem::sentence)
        .containsExactly(
            "Default of model of node a names an unknown model package: expected one of other,"
                + " toybox, found \"not-installed\"");
  }

  private static SettleParameter.Outcome settle(Value value) {
    return SettleParameter.settle("latents", STEPS, new PortValue.Inline(value));
  }

  private static String message(Value value) {
    return settle(value) instanceof SettleParameter.Refused(var failure) ? failure.message() : "";
  }
}
