package org.cinegraph.graph.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.unroll.RunLists;
import org.cinegraph.graph.unroll.UnrollGraph;
import org.cinegraph.graph.unroll.Unrolled;
import org.cinegraph.graph.unroll.UnrolledNode;
import org.cinegraph.graph.value.PortValue;

/// Plans a run: which nodes it needs, in what order, driven by which segment, under which memo
/// keys.
public final class PlanGraph {
  private final LinkedGraph graph;
  private final Catalog catalog;
  private final PlanOptions options;

  private PlanGraph(LinkedGraph graph, Catalog catalog, PlanOptions options) {
    this.graph = graph;
    this.catalog = catalog;
    this.options = options;
  }

  /// A plan, or why the values of this run allow none.
  public record Outcome(Optional<Plan> plan, List<Problem> problems) {
    public Outcome {
      problems = List.copyOf(problems);
    }

    /// @throws IllegalArgumentException there is none
    public Plan orElseThrow() {
      return plan.orElseThrow(() -> new IllegalArgumentException(problems.getFirst().sentence()));
    }
  }

  /// @param graph one that {@link org.cinegraph.graph.check.CheckGraph} found no problem in against
  ///   this catalog
  /// @param inputs values that {@link org.cinegraph.graph.check.CheckInputs} found no problem in;
  ///   defaults are filled in here
  /// @throws IllegalArgumentException if one of the checks was left out and would have failed
  public static Outcome plan(
      LinkedGraph graph,
      Catalog catalog,
      SequencedMap<String, PortValue> inputs,
      PlanOptions options) {
    Unrolled unrolled = UnrollGraph.unroll(graph, catalog, inputs, RunLists.NONE, options.cut());
    return new PlanGraph(graph, catalog, options)
        .outcome(unrolled, Optional.empty(), _ -> false, _ -> true);
  }

  /// The plan with what is behind fan-outs whose lists are there now. The nodes that it had keep
  /// their ids and segments.
  ///
  /// @param catalog of the plan's pins
  /// @param lists of all fan-outs that have waited for one
  public static Outcome grow(
      Plan before,
      LinkedGraph graph,
      Catalog catalog,
      SequencedMap<String, PortValue> inputs,
      RunLists lists,
      PlanOptions options) {
    Unrolled unrolled = UnrollGraph.unroll(graph, catalog, inputs, lists, options.cut());
    return new PlanGraph(graph, catalog, options)
        .outcome(unrolled, Optional.of(before), lists::has, _ -> true);
  }

  /// The plan with some of its nodes planned anew: all keep their ids and segments.
  ///
  /// @param unrolled the graph once more
  /// @param stays whether a node, by its name, stays as it is
  static Outcome again(
      Plan before,
      LinkedGraph graph,
      Catalog catalog,
      Unrolled unrolled,
      PlanOptions options,
      Predicate<String> stays) {
    return new PlanGraph(graph, catalog, options)
        .outcome(unrolled, Optional.of(before), before::hasList, stays);
  }

  private Outcome outcome(
      Unrolled unrolled, Optional<Plan> before, Predicate<String> lists, Predicate<String> stays) {
    return unrolled.problems().isEmpty()
        ? new Outcome(Optional.of(plan(unrolled, before, lists, stays)), List.of())
        : new Outcome(Optional.empty(), unrolled.problems());
  }

  private Plan plan(
      Unrolled unrolled, Optional<Plan> before, Predicate<String> lists, Predicate<String> stays) {
    List<PlannedNode> nodes = new ArrayList<>(before.map(Plan::nodes).orElse(List.of()));
    int known = nodes.size();
    int[] ids = ids(unrolled.nodes(), nodes);
    CutSegments cut = new CutSegments(options.segmentSize(), before);
    PlanNode planNode = new PlanNode(catalog, options, options.refreshes(), ids, nodes);
    for (int place = 0; place < ids.length; place++) {
      UnrolledNode node = unrolled.nodes().get(place);
      int id = ids[place];
      if (id >= known) {
        nodes.add(planNode.plan(node, id, cut::take));
      } else if (!stays.test(node.name())) {
        int segment = nodes.get(id).segment();
        nodes.set(id, planNode.plan(node, id, (_, _, _) -> segment));
      }
    }
    List<Integer> open =
        nodes.stream()
            .filter(node -> node.kind() == NodeKind.FAN_OUT && !lists.test(node.name()))
            .map(PlannedNode::id)
            .toList();
    return new Plan(
        graph.document().name(),
        before.map(Plan::graphVersion).orElseGet(() -> graph.canonical().version()),
        joined(nodes),
        outputs(unrolled, planNode),
        open,
        open.isEmpty()
            ? Pins.NONE
            : before.map(Plan::pins).orElseGet(() -> Pins.of(graph, catalog)));
  }

  /// The ids of the unrolled nodes: nodes that the plan has keep theirs, the others follow.
  private static int[] ids(List<UnrolledNode> unrolled, List<PlannedNode> known) {
    Map<String, Integer> ofNames = new LinkedHashMap<>();
    known.forEach(node -> ofNames.put(node.name(), node.id()));
    int[] ids = new int[unrolled.size()];
    int next = known.size();
    for (int place = 0; place < ids.length; place++) {
      Integer id = ofNames.get(unrolled.get(place).name());
      ids[place] = id == null ? next++ : id;
    }
    return ids;
  }

  private static SequencedMap<String, Binding> outputs(Unrolled unrolled, PlanNode planNode) {
    SequencedMap<String, Binding> outputs = new LinkedHashMap<>();
    unrolled
        .outputs()
        .forEach((name, source) -> {
          if (!source.isLeftOut()) {
            outputs.put(name, planNode.binding(source));
          }
        });
    return outputs;
  }

  /// The nodes, each with those that wait for it.
  private static List<PlannedNode> joined(List<PlannedNode> nodes) {
    List<List<Integer>> successors = new ArrayList<>(nodes.size());
    for (PlannedNode node : nodes) {
      successors.add(new ArrayList<>());
      node.predecessors().forEach(from -> successors.get(from).add(node.id()));
    }
    return nodes.stream().map(node -> node.withSuccessors(successors.get(node.id()))).toList();
  }
}
