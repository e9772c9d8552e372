package org.cinegraph.graph.plan;

import java.util.Locale;

/// Who settles a node of a run.
public enum NodeKind {
  /// A worker computes it.
  COMPUTE,
  /// The control plane computes it from values.
  VALUE,
  /// The first of its inputs that was not left out.
  MERGE,
  /// Puts the items of a loop into lists.
  COLLECT,
  /// Ends with the nodes before it, however they end.
  LANE,
  /// A person judges.
  APPROVAL,
  /// Waits for a list; the plan grows when it is there.
  FAN_OUT;

  /// Whether it ends in the transaction that ends the last node before it: nobody drives it.
  public boolean isImmediate() {
    return switch (this) {
      case VALUE, MERGE, COLLECT, LANE -> true;
      case COMPUTE, APPROVAL, FAN_OUT -> false;
    };
  }

  /// Whether it can go on although a node before it has no outputs.
  public boolean isTolerant() {
    return switch (this) {
      case MERGE, COLLECT, LANE -> true;
      case COMPUTE, VALUE, APPROVAL, FAN_OUT -> false;
    };
  }

  public String written() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static NodeKind read(String written) {
    return valueOf(written.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
