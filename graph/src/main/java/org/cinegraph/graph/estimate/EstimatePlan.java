package org.cinegraph.graph.estimate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.plan.Binding;
import org.cinegraph.graph.plan.NodeKind;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.plan.Undecided;

/// Says what a plan would cost: a pure function of the plan, of what the memo has for its keys, and
/// of what attempts took before.
public final class EstimatePlan {
  private static final Pattern ROUND = Pattern.compile("\\[\\d+]");

  private final Plan plan;
  private final Set<Digest> remembered;
  private final History history;
  private final Undecided undecided;
  private final SortedSet<Digest> met = new TreeSet<>();
  private final SequencedMap<String, LineSum> lines = new LinkedHashMap<>();
  private final List<Span> chains = new ArrayList<>();

  private EstimatePlan(Plan plan, Set<Digest> remembered, History history) {
    this.plan = plan;
    this.remembered = remembered;
    this.history = history;
    this.undecided = Undecided.of(plan);
  }

  /// The keys that the memo has to be asked for, each once.
  public static List<Digest> keys(Plan plan) {
    return plan.nodes().stream()
        .filter(node -> node.salt().isEmpty())
        .flatMap(node -> node.memoKey().stream())
        .distinct()
        .toList();
  }

  /// @param remembered those of the keys that the memo has a whole result for
  public static Estimate estimate(Plan plan, Set<Digest> remembered, History history) {
    return new EstimatePlan(plan, remembered, history).estimate();
  }

  private Estimate estimate() {
    Span longest = Span.NONE;
    for (PlannedNode node : plan.nodes()) {
      Fate fate = fate(node);
      Optional<Measured> measured =
          node.kind() == NodeKind.COMPUTE ? history.of(node) : Optional.empty();
      lines.computeIfAbsent(open(node.name()), LineSum::new).add(node, fate, measured, this);
      Span chain = longest(node).plus(LineSum.seconds(fate, measured));
      chains.add(chain);
      longest = chain.median() > longest.median() ? chain : longest;
    }
    return new Estimate(
        lines.values().stream().map(LineSum::line).toList(),
        plan.openFanOuts().stream().map(id -> plan.nodes().get(id).name()).toList(),
        longest);
  }

  private Fate fate(PlannedNode node) {
    return switch (node.kind()) {
      case VALUE, MERGE, COLLECT, LANE -> Fate.SETTLED;
      case APPROVAL -> Fate.ASKED;
      case FAN_OUT -> Fate.LISTED;
      case COMPUTE -> node.memoKey().map(key -> fate(node, key)).orElse(Fate.DEPENDS);
    };
  }

  private Fate fate(PlannedNode node, Digest key) {
    if (node.salt().isPresent()) {
      return Fate.COMPUTED;
    }
    if (remembered.contains(key)) {
      return Fate.HIT;
    }
    return met.add(key) ? Fate.COMPUTED : Fate.SHARED;
  }

  boolean mayBeLeftOut(PlannedNode node) {
    return undecided.has(node);
  }

  /// The nodes whose values the key of a node waits for.
  List<String> dependsOn(PlannedNode node) {
    return node.takes().values().stream()
        .flatMap(Binding::fromNodes)
        .filter(from -> from.producerKey().isEmpty())
        .map(from -> open(plan.nodes().get(from.node()).name()))
        .distinct()
        .toList();
  }

  private Span longest(PlannedNode node) {
    Span longest = Span.NONE;
    for (int producer : node.predecessors()) {
      Span chain = chains.get(producer);
      longest = chain.median() > longest.median() ? chain : longest;
    }
    return longest;
  }

  private static String open(String name) {
    return ROUND.matcher(name).replaceAll("[*]");
  }
}
