package org.cinegraph.graph.unroll;

import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.check.Spoken;
import org.cinegraph.graph.document.Position;

/// Messages about values that turn out wrong when a graph is unrolled.
final class WrongValue {
  private WrongValue() {}

  static Problem notABoolean(String node, Position position, Source found) {
    return Problem.at(position, "wrong-type", "when of node " + node + " has the wrong type")
        .of(node)
        .butFound("true or false", spoken(found));
  }

  static Problem notAList(String node, Position position, Source found) {
    return Problem.at(position, "wrong-type", "for-each of node " + node + " must go over a list")
        .of(node)
        .butFound("a list", spoken(found));
  }

  private static String spoken(Source source) {
    return switch (source) {
      case Source.Known known -> Spoken.found(known.value());
      case Source.Made _, Source.Unknown _ -> "a value of the run";
      case Source.Listed _ -> "a list";
      case Source.Mapped _ -> "a mapping";
      case Source.LeftOut _ -> "nothing";
    };
  }
}
