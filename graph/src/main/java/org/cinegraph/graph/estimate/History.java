package org.cinegraph.graph.estimate;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cinegraph.graph.plan.ModelPackage;
import org.cinegraph.graph.plan.PlannedNode;

/// What was measured so far.
public record History(List<Measured> measured) {
  public static final History NOTHING = new History(List.of());

  public History {
    measured = List.copyOf(measured);
  }

  /// What comes nearest to a node: attempts with its model packages, else those with the packages
  /// that most attempts of its type had.
  Optional<Measured> of(PlannedNode node) {
    SortedSet<String> models = models(node);
    List<Measured> ofType =
        measured.stream().filter(each -> each.type().equals(node.type())).toList();
    return ofType.stream()
        .filter(each -> each.models().equals(models))
        .findFirst()
        .or(() -> ofType.stream().max(Comparator.comparingInt(Measured::attempts)));
  }

  static SortedSet<String> models(PlannedNode node) {
    SortedSet<String> models = new TreeSet<>();
    node.modelPackages().values().stream().map(ModelPackage::name).forEach(models::add);
    return models;
  }
}
