package org.cinegraph.graph.unroll;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.cinegraph.graph.document.Control;
import org.cinegraph.graph.document.Position;

/// A node of a run, before it has a number.
///
/// @param name its path: `shots[3]/video`
/// @param takes what its ports and parameters are given, complete
/// @param conditions the booleans of the run without which it is left out
/// @param after nodes whose end it waits for without taking anything from them
/// @param mayBeLeftOut whether a branch of the run can leave it out
/// @param position where it stands in its document
public record UnrolledNode(
    String name,
    Operation operation,
    SequencedMap<String, Source> takes,
    List<Source> conditions,
    List<Integer> after,
    Control control,
    boolean mayBeLeftOut,
    Position position) {
  public UnrolledNode {
    takes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(takes));
    conditions = List.copyOf(conditions);
    after = List.copyOf(after);
  }

  UnrolledNode after(List<Integer> nodes) {
    return new UnrolledNode(
        name, operation, takes, conditions, nodes, control, mayBeLeftOut, position);
  }

  /// Every node that it takes something from.
  Stream<Integer> producers() {
    return Stream.concat(takes.values().stream(), conditions.stream()).flatMap(Source::nodes);
  }
}
