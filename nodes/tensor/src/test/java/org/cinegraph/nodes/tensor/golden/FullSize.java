package org.cinegraph.nodes.tensor.golden;

import static java.util.stream.Collectors.joining;

import java.util.SequencedMap;
import java.util.TreeMap;
import org.assertj.core.api.Assertions;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// The tensors of a released model, by what an oracle noted of those that the library builds of the
/// same configuration: how many they are, how many parameters they hold, and the digest of their
/// names and shapes.
public final class FullSize {
  private FullSize() {}

  /// @param noted has `tensors`, `parameters` and `sha256`
  public static void requireSame(SequencedMap<String, Shape> shapes, ModelConfig noted)
      throws NodeFailure {
    Assertions.assertThat(shapes).hasSize(noted.integer("tensors"));
    Assertions.assertThat(shapes.values().stream().mapToLong(Shape::elements).sum())
        .isEqualTo((long) noted.number("parameters"));
    String lines =
        new TreeMap<>(shapes)
            .entrySet().stream()
                .map(tensor -> tensor.getKey() + " " + sizes(tensor.getValue()) + "\n")
                .collect(joining());
    Assertions.assertThat(Digest.of(lines).toString()).isEqualTo(noted.text("sha256"));
  }

  private static String sizes(Shape shape) {
    return shape.sizes().stream().map(String::valueOf).collect(joining("x"));
  }
}
