package org.cinegraph.nodes.tensor.program;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.safetensors.ElementType;
import org.cinegraph.nodes.tensor.safetensors.TensorEntry;

/// The tensors that a network needs, by name and shape, as its configuration implies them, all of
/// floats. The weights must hold exactly these.
public final class ExpectedTensors {
  private final SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
  private final SequencedMap<String, Shape> otherShapes = new LinkedHashMap<>();
  private final TreeSet<String> ignored = new TreeSet<>();

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

  /// Lets a tensor have another shape: older releases kept some matrices as convolutions.
  public ExpectedTensors orShape(String name, long... sizes) {
    otherShapes.put(name, Shape.of(sizes));
    return this;
  }

  /// Lets the weights hold a tensor that the network does not use: older releases saved some.
  public ExpectedTensors ignore(String name) {
    ignored.add(name);
    return this;
  }

  /// What is expected, in the order in which it was added.
  public SequencedMap<String, Shape> shapes() {
    return Collections.unmodifiableSequencedMap(shapes);
  }

  boolean uses(String name) {
    return shapes.containsKey(name);
  }

  /// Compares with what the weights hold; every difference is collected.
  Differences compare(SequencedMap<String, TensorEntry> held) {
    Differences differences = new Differences();
    shapes.forEach((name, shape) -> {
      TensorEntry entry = held.get(name);
      if (entry == null) {
        differences.missing().add(name);
      } else if (!entry.shape().equals(shape) && !entry.shape().equals(otherShapes.get(name))) {
        differences
            .reshaped()
            .add("%s (expected %s, found %s)".formatted(name, shape, entry.shape()));
      } else if (!isFloats(entry.type())) {
        differences.mistyped().add("%s (expected floats, found %s)".formatted(name, entry.type()));
      }
    });
    TreeSet<String> surplus = new TreeSet<>(held.sequencedKeySet());
    surplus.removeAll(shapes.keySet());
    surplus.removeAll(ignored);
    differences.surplus().addAll(surplus);
    return differences;
  }

  private static boolean isFloats(ElementType type) {
    return switch (type) {
      case F64, F32, F16, BF16 -> true;
      case F8_E4M3, F8_E5M2, I64, I32, I16, I8, U64, U32, U16, U8, BOOL -> false;
    };
  }
}
