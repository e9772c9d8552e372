package org.cinegraph.nodes.tensor.program;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsHeader;
import org.cinegraph.nodes.tensor.safetensors.TensorEntry;

/// The tensors that a network needs, by name and shape, as its configuration implies them. A file
/// must hold exactly these.
public final class ExpectedTensors {
  private final SequencedMap<String, Shape> shapes = new LinkedHashMap<>();

  /// Adds a tensor.
  public ExpectedTensors add(String name, long... sizes) {
    if (shapes.put(name, Shape.of(sizes)) != null) {
      throw new IllegalArgumentException("Tensor " + name + " is expected twice");
    }
    return this;
  }

  /// Adds `name.weight` and `name.bias`, the bias as long as the weight's first size.
  public ExpectedTensors addLayer(String name, long... weightSizes) {
    return add(name + ".weight", weightSizes).add(name + ".bias", weightSizes[0]);
  }

  /// Compares with what a file holds; every difference is collected.
  Differences compare(SafetensorsHeader header) {
    Differences differences = new Differences();
    shapes.forEach((name, shape) -> {
      TensorEntry entry = header.tensors().get(name);
      if (entry == null) {
        differences.missing().add(name);
      } else if (!entry.shape().equals(shape)) {
        differences
            .reshaped()
            .add("%s (expected %s, found %s)".formatted(name, shape, entry.shape()));
      }
    });
    TreeSet<String> surplus = new TreeSet<>(header.tensors().keySet());
    surplus.removeAll(shapes.keySet());
    differences.surplus().addAll(surplus);
    return differences;
  }
}
