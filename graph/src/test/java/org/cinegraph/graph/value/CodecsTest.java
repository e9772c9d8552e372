package org.cinegraph.graph.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.graph.failure.FailureJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecsTest {
  private static final ArtifactReference VIDEO =
      new ArtifactReference(
          Digest.of("manifest"),
          120,
          "application/json",
          List.of(new ArtifactReference.Part(Digest.of("chunk"), 1 << 20)));

  @ParameterizedTest
  @ValueSource(strings = {"sample-latents", "mux", "join", "count-words"})
  void aDeclarationReadsBackAsItself(String type) {
    NodeDeclaration declaration = GraphFixture.declaration(type, 3);
    NodeDeclaration read = DeclarationJson.read(again(DeclarationJson.write(declaration)));
    assertThat(read).isEqualTo(declaration);
    assertThat(DeclarationJson.digest(read)).isEqualTo(DeclarationJson.digest(declaration));
    assertThat(DeclarationJson.digest(GraphFixture.declaration(type, 4)))
        .isNotEqualTo(DeclarationJson.digest(declaration));
  }

  @Test
  void whatAPortCarriesReadsBackAsItself() {
    PortValue scalar = new PortValue.Inline(new Value.Float(2));
    PortValue artifact = new PortValue.Artifact(VIDEO);
    PortValue many = new PortValue.Many(List.of(scalar, artifact, new PortValue.Many(List.of())));
    for (PortValue value :
        List.of(scalar, artifact, many, new PortValue.Inline(new Value.Nothing()))) {
      assertThat(PortValueJson.read(again(PortValueJson.write(value)))).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @EnumSource(FailureCategory.class)
  void aFailureReadsBackAsItself(FailureCategory category) {
    Failure failure = new Failure("model-missing", category, "Model toybox is missing.");
    assertThat(FailureJson.read(again(FailureJson.write(failure)))).isEqualTo(failure);
  }

  @Test
  void aBrokenRecordIsRefusedByTheNameOfTheField() {
    assertThatThrownBy(() -> ArtifactReferenceJson.read(CanonicalJson.parse("{}")))
        .hasMessage("artifact reference has no field digest");
    assertThatThrownBy(
            () -> FailureJson.read(CanonicalJson.parse("{\"code\":\"x\",\"category\":7}")))
        .hasMessage("Field category of a failure must be a text");
    assertThatThrownBy(() -> PortValueJson.read(CanonicalJson.parse("{\"tensor\":1}")))
        .hasMessage("A port value must be inline, artifact or many, found tensor");
  }

  private static Value again(Value value) {
    return CanonicalJson.parse(CanonicalJson.write(value));
  }
}
