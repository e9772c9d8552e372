package org.cinegraph.graph.estimate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.plan.PlannedNode;

/// Adds up the nodes of a line.
final class LineSum {
  private final String name;
  private final SortedMap<Fate, Integer> fates = new TreeMap<>();
  private final SequencedSet<String> dependsOn = new LinkedHashSet<>();
  private String type = "";
  private int mayBeLeftOut;
  private Span sure = Span.NONE;
  private Span possible = Span.NONE;
  private Optional<Basis> basis = Optional.empty();
  private Demand demand = new Demand(Demand.DeviceClass.ANY, 0, 0, true);
  private boolean raised;

  LineSum(String name) {
    this.name = name;
  }

  /// What a node costs whose attempts took this long before.
  static Span seconds(Fate fate, Optional<Measured> measured) {
    return switch (fate) {
      case COMPUTED, DEPENDS -> measured.map(Measured::seconds).orElse(Span.NONE);
      case HIT, SHARED, SETTLED, ASKED, LISTED -> Span.NONE;
    };
  }

  void add(PlannedNode node, Fate fate, Optional<Measured> measured, EstimatePlan of) {
    type = node.type() + "@" + node.version();
    fates.merge(fate, 1, Integer::sum);
    boolean undecided = of.mayBeLeftOut(node);
    mayBeLeftOut += undecided ? 1 : 0;
    Span seconds = seconds(fate, measured);
    if (undecided || fate == Fate.DEPENDS) {
      possible = possible.plus(seconds);
    } else {
      sure = sure.plus(seconds);
    }
    switch (fate) {
      case DEPENDS -> {
        dependsOn.addAll(of.dependsOn(node));
        needs(node, measured);
      }
      case COMPUTED -> needs(node, measured);
      case HIT, SHARED, SETTLED, ASKED, LISTED -> {}
    }
  }

  private void needs(PlannedNode node, Optional<Measured> measured) {
    Basis own =
        measured
            .map(it -> new Basis(it.attempts(), !it.models().equals(History.models(node))))
            .orElse(Basis.NEVER);
    basis = Optional.of(basis.map(own::and).orElse(own));
    long device = measured.map(Measured::raisedDevice).orElse(0L);
    long host = measured.map(Measured::raisedHost).orElse(0L);
    Demand asks = node.demand();
    raised |= device > asks.deviceMemoryBytes() || host > asks.hostMemoryBytes();
    demand =
        new Demand(
            asks.device() == Demand.DeviceClass.GPU ? asks.device() : demand.device(),
            most(demand.deviceMemoryBytes(), asks.deviceMemoryBytes(), device),
            most(demand.hostMemoryBytes(), asks.hostMemoryBytes(), host),
            true);
  }

  private static long most(long first, long second, long third) {
    return Math.max(first, Math.max(second, third));
  }

  EstimatedLine line() {
    return new EstimatedLine(
        name,
        type,
        fates,
        mayBeLeftOut,
        List.copyOf(dependsOn),
        sure,
        possible,
        basis,
        demand,
        raised);
  }
}
