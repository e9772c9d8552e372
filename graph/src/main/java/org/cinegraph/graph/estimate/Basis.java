package org.cinegraph.graph.estimate;

/// How sure an estimate is.
///
/// @param attempts that it is made from; 0: none was measured
/// @param otherModels they were given other model packages
public record Basis(int attempts, boolean otherModels) {
  static final Basis NEVER = new Basis(0, false);

  /// Of two that are added up, the one that is less sure.
  Basis and(Basis other) {
    return new Basis(Math.min(attempts, other.attempts), otherModels || other.otherModels);
  }
}
