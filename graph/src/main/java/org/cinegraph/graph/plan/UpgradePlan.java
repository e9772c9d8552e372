package org.cinegraph.graph.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.check.CheckGraph;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.unroll.Cut;
import org.cinegraph.graph.unroll.RunLists;
import org.cinegraph.graph.unroll.UnrollGraph;
import org.cinegraph.graph.unroll.Unrolled;
import org.cinegraph.graph.value.PortValue;

/// Moves nodes of a planned run to the versions and programs that are offered now. Version and
/// program are in a memo key, so the keys of all that follows change with them. Model packages stay
/// those that the run was planned with.
///
/// A node never goes back to an older version, and a version that its author wrote stays: such a
/// node gets another program of that version at most.
public final class UpgradePlan {
  private final LinkedGraph graph;
  private final Plan before;
  private final SortedSet<Integer> open;
  private final Catalog known;
  private final Catalog offered;
  private final SortedMap<String, PlannedNode> byName = new TreeMap<>();

  /// For each node that is a type, the version that its author wrote.
  private final SortedMap<String, Optional<Integer>> pinned = new TreeMap<>();

  private UpgradePlan(
      LinkedGraph graph, Plan before, SortedSet<Integer> open, Catalog known, Catalog offered) {
    this.graph = graph;
    this.before = before;
    this.open = open;
    this.known = withPackages(known, before);
    this.offered = offered;
    before.nodes().forEach(node -> byName.put(node.name(), node));
  }

  /// @param graph of the plan's graph version
  /// @param open ids of the nodes that may move; all others stay as they are
  /// @param known every version that there ever was
  /// @param offered what workers run now
  /// @param inputs and options as at the first planning
  /// @param lists of all fan-outs that have waited for one
  public static Outcome upgrade(
      LinkedGraph graph,
      Plan before,
      SortedSet<Integer> open,
      Catalog known,
      Catalog offered,
      SequencedMap<String, PortValue> inputs,
      RunLists lists,
      PlanOptions options) {
    UpgradePlan upgrade = new UpgradePlan(graph, before, open, known, offered);
    upgrade.readPins(inputs, lists, options.cut());
    SequencedMap<Move, List<String>> moves = upgrade.moves();
    if (moves.isEmpty()) {
      return new Upgraded(before, moves);
    }
    List<Problem> problems = CheckGraph.check(graph, upgrade.newest());
    if (!problems.isEmpty()) {
      return new Unsuited(problems);
    }
    Unrolled unrolled =
        UnrollGraph.unroll(graph, upgrade.known, upgrade::entry, inputs, lists, options.cut());
    PlanGraph.Outcome outcome =
        PlanGraph.again(before, graph, upgrade.known, unrolled, options, upgrade::stays);
    return outcome.plan().isPresent()
        ? new Upgraded(outcome.plan().get(), moves)
        : new Unsuited(outcome.problems());
  }

  /// Goes through the graph as it was unrolled, once: only there a node of the run meets its
  /// author.
  private void readPins(SequencedMap<String, PortValue> inputs, RunLists lists, Optional<Cut> cut) {
    UnrollGraph.TypeOfNode read =
        (name, type) -> {
          pinned.put(name, type.version());
          PlannedNode planned = byName.get(name);
          return planned == null || planned.kind() != NodeKind.COMPUTE
              ? known.find(type.type(), type.version())
              : known.find(type.type(), Optional.of(planned.version()));
        };
    var _ = UnrollGraph.unroll(graph, known, read, inputs, lists, cut);
  }

  /// What came of it.
  public sealed interface Outcome permits Upgraded, Unsuited {}

  /// @param moves the names of the nodes that moved, in the order of the plan; none: the plan is
  ///   the one before
  public record Upgraded(Plan plan, SequencedMap<Move, List<String>> moves) implements Outcome {}

  /// The graph does not pass its check with what is newer.
  public record Unsuited(List<Problem> problems) implements Outcome {}

  /// What exactly computes a node.
  public record Pin(int version, Digest program) {
    static Pin of(PlannedNode node) {
      return new Pin(node.version(), node.programDigest());
    }
  }

  public record Move(String type, Pin from, Pin to) {}

  private SequencedMap<Move, List<String>> moves() {
    SequencedMap<Move, List<String>> moves = new LinkedHashMap<>();
    for (PlannedNode node : before.nodes()) {
      Pin to = pin(node);
      if (!to.equals(Pin.of(node))) {
        moves
            .computeIfAbsent(new Move(node.type(), Pin.of(node), to), _ -> new ArrayList<>())
            .add(node.name());
      }
    }
    return moves;
  }

  private Pin newest(PlannedNode node) {
    return offered
        .find(node.type(), written(node))
        .filter(entry -> entry.declaration().version() >= node.version())
        .map(entry -> new Pin(entry.declaration().version(), entry.program()))
        .orElse(Pin.of(node));
  }

  /// The version that the author pinned.
  private Optional<Integer> written(PlannedNode node) {
    return Optional.ofNullable(pinned.get(node.name())).flatMap(version -> version);
  }

  /// What the graph is checked against: of each type the newest version that a node has then.
  private Catalog newest() {
    SortedMap<String, SortedMap<Integer, Catalog.Entry>> types = new TreeMap<>(known.types());
    SortedMap<String, Integer> newest = new TreeMap<>();
    for (PlannedNode node : before.nodes()) {
      newest.merge(node.type(), pin(node).version(), Math::max);
    }
    newest.forEach((type, version) ->
        types.computeIfPresent(type, (_, versions) -> versions.headMap(version + 1)));
    return new Catalog(types, known.modelPackages(), known.unusablePackages());
  }

  private Pin pin(PlannedNode planned) {
    return isOpen(planned) ? newest(planned) : Pin.of(planned);
  }

  private boolean isOpen(PlannedNode planned) {
    return planned.kind() == NodeKind.COMPUTE && open.contains(planned.id());
  }

  /// Nodes that nobody computes are planned anew too: they take from others that are.
  private boolean stays(String name) {
    return Optional.ofNullable(byName.get(name))
        .filter(planned -> !open.contains(planned.id()))
        .isPresent();
  }

  private Optional<Catalog.Entry> entry(String name, NodeForm.OfType type) {
    PlannedNode planned = byName.get(name);
    if (planned == null || planned.kind() != NodeKind.COMPUTE) {
      return known.find(type.type(), type.version());
    }
    Pin pin = pin(planned);
    return known
        .find(type.type(), Optional.of(pin.version()))
        .map(entry -> new Catalog.Entry(entry.declaration(), pin.program()));
  }

  private static Catalog withPackages(Catalog known, Plan plan) {
    SortedMap<String, Digest> packages = new TreeMap<>(known.modelPackages());
    for (PlannedNode node : plan.nodes()) {
      node.modelPackages().values().forEach(model -> packages.put(model.name(), model.digest()));
    }
    return new Catalog(known.types(), packages, known.unusablePackages());
  }
}
