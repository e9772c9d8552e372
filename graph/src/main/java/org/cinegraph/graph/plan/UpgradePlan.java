package org.cinegraph.graph.plan;

import static java.util.Objects.requireNonNull;

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
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.value.PortValue;

/// Moves nodes of a planned run to the versions and programs that are offered now. Version and
/// program are in a memo key, so the keys of all that follows change with them. Model packages stay
/// those that the run was planned with.
///
/// A node never goes back to an older version, and a version that its author wrote stays: such a
/// node gets another program of that version at most.
public final class UpgradePlan implements PlannedBefore {
  private final GraphDocument document;
  private final Plan before;
  private final SortedSet<Integer> open;
  private final Catalog known;
  private final Catalog offered;
  private final SortedMap<String, PlannedNode> byName = new TreeMap<>();

  private UpgradePlan(
      GraphDocument document,
      Plan before,
      SortedSet<Integer> open,
      Catalog known,
      Catalog offered) {
    this.document = document;
    this.before = before;
    this.open = open;
    this.known = withPackages(known, before);
    this.offered = offered;
    before.nodes().forEach(node -> byName.put(node.name(), node));
  }

  /// @param document of the plan's graph version
  /// @param open ids of the nodes that may move; all others stay as they are
  /// @param known every version that there ever was
  /// @param offered what workers run now
  /// @param inputs and options as at the first planning
  public static Outcome upgrade(
      GraphDocument document,
      Plan before,
      SortedSet<Integer> open,
      Catalog known,
      Catalog offered,
      SequencedMap<String, PortValue> inputs,
      PlanOptions options) {
    UpgradePlan upgrade = new UpgradePlan(document, before, open, known, offered);
    SequencedMap<Move, List<String>> moves = upgrade.moves();
    if (moves.isEmpty()) {
      return new Upgraded(before, moves);
    }
    List<Problem> problems = CheckGraph.check(upgrade.pinned(), upgrade.known);
    return problems.isEmpty()
        ? new Upgraded(PlanGraph.plan(document, upgrade.known, inputs, options, upgrade), moves)
        : new Unsuited(problems);
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
    GraphNode written = requireNonNull(document.nodes().get(node.name()), node.name());
    return offered
        .find(node.type(), written.version())
        .filter(entry -> entry.declaration().version() >= node.version())
        .map(entry -> new Pin(entry.declaration().version(), entry.program()))
        .orElse(Pin.of(node));
  }

  /// The graph as if its author had pinned what each node is to be computed by.
  private GraphDocument pinned() {
    SequencedMap<String, GraphNode> nodes = new LinkedHashMap<>();
    document
        .nodes()
        .forEach((name, node) ->
            nodes.put(
                name,
                Optional.ofNullable(byName.get(name))
                    .map(planned -> node.pinnedTo(pin(planned).version()))
                    .orElse(node)));
    return new GraphDocument(
        document.name(),
        document.inputs(),
        nodes,
        document.outputs(),
        document.position(),
        document.unreadable());
  }

  private Pin pin(PlannedNode planned) {
    return open.contains(planned.id()) ? newest(planned) : Pin.of(planned);
  }

  @Override
  public Optional<PlannedNode> kept(GraphNode node) {
    return Optional.ofNullable(byName.get(node.name()))
        .filter(planned -> !open.contains(planned.id()));
  }

  @Override
  public Optional<Catalog.Entry> entry(GraphNode node) {
    PlannedNode planned = requireNonNull(byName.get(node.name()), node.name());
    Pin pin = pin(planned);
    return known
        .find(node.type(), Optional.of(pin.version()))
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
