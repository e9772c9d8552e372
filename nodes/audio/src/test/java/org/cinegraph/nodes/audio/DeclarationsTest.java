package org.cinegraph.nodes.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.check.CheckedGraph;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.LinkGraph;
import org.cinegraph.nodes.sdk.NodeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The sound room stands on all other rooms of node types, so that here all of them can be seen.
class DeclarationsTest {
  static List<NodeDeclaration> declarations() {
    return ServiceLoader.load(NodeType.class).stream()
        .map(provider -> provider.get().declaration())
        .toList();
  }

  @Test
  void everyNodeTypeOfAMovieIsFound() {
    assertThat(declarations())
        .extracting(NodeDeclaration::type)
        .doesNotHaveDuplicates()
        .contains(
            "encode-text",
            "sample-latents",
            "decode-video",
            "upsample",
            "generate-audio",
            "mux",
            "inspect-video",
            "frames");
  }

  @ParameterizedTest
  @MethodSource("declarations")
  void theExampleOfADeclarationIsASoundGraphThatUsesIt(NodeDeclaration declaration) {
    Catalog catalog =
        Catalog.of(
            declarations().stream()
                .map(each -> new Catalog.Entry(each, Digest.of(each.type())))
                .toList(),
            Map.of(
                "toybox",
                Digest.of("toybox"),
                "tiny-stable-audio",
                Digest.of("tiny-stable-audio")));
    byte[] source = declaration.example().getBytes(StandardCharsets.UTF_8);

    assertThat(
            CheckedGraph.of(source, declaration.type(), LinkGraph.Sources.NONE, catalog).problems())
        .isEmpty();
    assertThat(declaration.example()).contains("type: " + declaration.type());
  }

  @ParameterizedTest
  @MethodSource("declarations")
  void everyPortAndParameterSaysWhatItIs(NodeDeclaration declaration) {
    assertThat(declaration.documentation()).isNotBlank();
    declaration.inputs().forEach(port -> assertThat(port.text()).isNotBlank());
    declaration.outputs().forEach(port -> assertThat(port.text()).isNotBlank());
    declaration.parameters().forEach(parameter -> assertThat(parameter.text()).isNotBlank());
  }
}
