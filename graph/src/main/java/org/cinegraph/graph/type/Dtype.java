package org.cinegraph.graph.type;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The numbers that a network computes in. What is said by it is the width of weights and of what
/// stands between layers; sums are kept in more where the library keeps them so.
public enum Dtype {
  F32,
  BF16,
  F16;

  /// As authors write it: `bf16`.
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Dtype> named(String written) {
    return Arrays.stream(values()).filter(it -> it.written().equals(written)).findFirst();
  }

  public static List<String> names() {
    return Arrays.stream(values()).map(Dtype::written).toList();
  }
}
