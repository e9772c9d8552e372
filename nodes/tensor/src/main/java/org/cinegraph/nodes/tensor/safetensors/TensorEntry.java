package org.cinegraph.nodes.tensor.safetensors;

import static java.util.Objects.requireNonNull;

import org.cinegraph.nodes.tensor.array.Shape;

/// One tensor of a file, as its header describes it.
///
/// @param offset of its first byte, counted from the start of the data
public record TensorEntry(String name, ElementType type, Shape shape, long offset, long bytes) {
  public TensorEntry {
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
    requireNonNull(shape, "shape is null");
  }

  long end() {
    return offset + bytes;
  }
}
