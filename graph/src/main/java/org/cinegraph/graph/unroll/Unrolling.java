package org.cinegraph.graph.unroll;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.document.Control;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.document.Position;
import org.cinegraph.graph.value.PortValue;

/// What is collected while a graph is unrolled.
final class Unrolling {
  /// More of the same would only hide the first ones.
  private static final int MOST_PROBLEMS = 20;

  private final Catalog catalog;
  private final UnrollGraph.TypeOfNode types;
  private final RunLists lists;
  private final Aim aim;
  private final List<UnrolledNode> nodes = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private int visits;
  private long values;

  Unrolling(Catalog catalog, UnrollGraph.TypeOfNode types, RunLists lists, Aim aim) {
    this.catalog = catalog;
    this.types = types;
    this.lists = lists;
    this.aim = aim;
  }

  /// @throws IllegalArgumentException the graph was not checked
  Catalog.Entry type(String name, NodeForm.OfType type) {
    return types
        .find(name, type)
        .orElseThrow(
            () -> new IllegalArgumentException("Node type " + type.written() + " is unchecked"));
  }

  Catalog catalog() {
    return catalog;
  }

  List<UnrolledNode> nodes() {
    return nodes;
  }

  List<Problem> problems() {
    return problems;
  }

  RunLists lists() {
    return lists;
  }

  Aim aim() {
    return aim;
  }

  void report(Problem problem) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(problem);
    }
  }

  /// Whether nothing more can be unrolled.
  boolean isFull() {
    return nodes.size() > GraphLimits.NODES
        || problems.size() >= MOST_PROBLEMS
        || visits > GraphLimits.ROUNDS
        || values > GraphLimits.BUILT_VALUES;
  }

  /// A node, or a round of a loop, is gone through.
  void visit(Position position) {
    if (++visits == GraphLimits.ROUNDS + 1) {
      report(
          Problem.at(position, "too-many-rounds", "The graph is too large when it is unrolled")
              .butFound(
                  "at most " + GraphLimits.ROUNDS + " rounds of loops and nodes of graphs in it",
                  "more"));
    }
  }

  /// A value was put together from others.
  void weigh(PortValue value, Position position) {
    if (values <= GraphLimits.BUILT_VALUES) {
      values += WeighValue.of(value, GraphLimits.BUILT_VALUES);
      if (values > GraphLimits.BUILT_VALUES) {
        report(
            Problem.at(
                    position, "too-large", "The values that the graph puts together are too large")
                .butFound("at most " + GraphLimits.BUILT_VALUES + " values in all", "more"));
      }
    }
  }

  /// @return the node's place
  int add(
      String name,
      Operation operation,
      SequencedMap<String, Source> takes,
      List<Source> conditions,
      Control control,
      Position position) {
    if (nodes.size() == GraphLimits.NODES) {
      report(
          Problem.at(position, "too-many-nodes", "The run would have too many nodes")
              .butFound("at most " + GraphLimits.NODES, "more, counted with all items of loops"));
    }
    boolean mayBeLeftOut =
        switch (operation) {
          case Operation.Collect _ -> !conditions.isEmpty();
          case Operation.Lane _ -> false;
          case Operation.Merge _ -> takes.values().stream().allMatch(this::mayBeLeftOut);
          case Operation.Compute _,
              Operation.Evaluate _,
              Operation.Approve _,
              Operation.FanOut _,
              Operation.Pending _ ->
              !conditions.isEmpty() || takes.values().stream().anyMatch(this::mayBeLeftOut);
        };
    nodes.add(
        new UnrolledNode(
            name, operation, takes, conditions, List.of(), control, mayBeLeftOut, position));
    return nodes.size() - 1;
  }

  /// A node that the control plane computes, with nothing said of how it is driven.
  Source.Made evaluate(
      String name,
      Operation operation,
      SequencedMap<String, Source> takes,
      String port,
      Environment environment,
      Position position) {
    return new Source.Made(
        add(name, operation, takes, environment.conditions(), Control.UNSAID, position), port);
  }

  /// Something behind a list that is not known yet.
  Source.Unknown pending(String name, List<Source> takes, Position position) {
    SequencedMap<String, Source> named = new LinkedHashMap<>();
    takes.forEach(source -> named.put(Integer.toString(named.size()), source));
    return new Source.Unknown(
        add(name, new Operation.Pending(), named, List.of(), Control.UNSAID, position));
  }

  boolean mayBeLeftOut(Source source) {
    return source.isLeftOut() || source.nodes().anyMatch(node -> nodes.get(node).mayBeLeftOut());
  }
}
