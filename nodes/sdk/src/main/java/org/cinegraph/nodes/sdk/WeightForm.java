package org.cinegraph.nodes.sdk;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.cinegraph.graph.type.Dtype;

/// In which form the networks of a model package are used.
///
/// @param dtype what they compute in
/// @param variant which of several files of weights; absent: the plain one
public record WeightForm(Dtype dtype, Optional<String> variant) {
  /// The weights as they lie, computed in float32.
  public static final WeightForm PLAIN = new WeightForm(Dtype.F32, Optional.empty());

  public WeightForm {
    requireNonNull(dtype, "dtype is null");
    requireNonNull(variant, "variant is null");
  }

  public WeightForm in(Dtype other) {
    return new WeightForm(other, variant);
  }
}
