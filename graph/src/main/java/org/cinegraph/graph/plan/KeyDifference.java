package org.cinegraph.graph.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.cinegraph.graph.plan.MemoKey.Ingredient;

/// One ingredient of a memo key that differs from that of another node.
///
/// @param node whose ingredient it is
/// @param before empty: it was not there
/// @param now empty: it is not there any more
public record KeyDifference(
    String node, String ingredient, Optional<String> before, Optional<String> now) {

  /// A node with its ingredients, in its plan.
  public record Side(Plan plan, PlannedNode node, List<Ingredient> ingredients) {}

  /// Where two keys begin to differ. An input that differs because its producer's key does is
  /// followed to the producer: what the author changed stands there.
  public static List<KeyDifference> causes(Side now, Side before) {
    List<KeyDifference> causes = new ArrayList<>();
    follow(now, before, causes, new TreeSet<>());
    return List.copyOf(causes);
  }

  /// The ingredients of a node that are not the same on both sides, not followed any further.
  public static List<KeyDifference> between(
      String node, List<Ingredient> now, List<Ingredient> before) {
    return own(node, now, before);
  }

  /// The port, or bound parameter, whose input it is.
  public Optional<String> port() {
    return port(ingredient);
  }

  private static Optional<String> port(String ingredient) {
    return ingredient.startsWith(MemoKey.INPUT)
        ? Optional.of(ingredient.substring(MemoKey.INPUT.length()))
        : Optional.empty();
  }

  /// The ingredients that are not the same on both sides.
  public static List<String> names(List<Ingredient> now, List<Ingredient> before) {
    return own("", now, before).stream().map(KeyDifference::ingredient).toList();
  }

  private static void follow(
      Side now, Side before, List<KeyDifference> causes, TreeSet<Integer> seen) {
    if (!seen.add(now.node().id())) {
      return;
    }
    for (KeyDifference own : own(now.node().name(), now.ingredients(), before.ingredients())) {
      Optional<Side> nowFrom = producer(now, own.ingredient());
      Optional<Side> beforeFrom = producer(before, own.ingredient());
      boolean same =
          nowFrom.isPresent()
              && beforeFrom.isPresent()
              && nowFrom.get().node().type().equals(beforeFrom.get().node().type());
      if (same) {
        follow(nowFrom.get(), beforeFrom.get(), causes, seen);
      } else {
        causes.add(own);
      }
    }
  }

  private static List<KeyDifference> own(
      String node, List<Ingredient> now, List<Ingredient> before) {
    SequencedMap<String, String> old = new LinkedHashMap<>();
    before.forEach(ingredient -> old.put(ingredient.name(), ingredient.value()));
    List<KeyDifference> differences = new ArrayList<>();
    for (Ingredient ingredient : now) {
      Optional<String> was = Optional.ofNullable(old.remove(ingredient.name()));
      Optional<String> is = Optional.of(ingredient.value());
      if (!was.equals(is)) {
        differences.add(new KeyDifference(node, ingredient.name(), was, is));
      }
    }
    old.forEach((name, value) ->
        differences.add(new KeyDifference(node, name, Optional.of(value), Optional.empty())));
    return differences;
  }

  /// The node that an input comes from, where its key stands for the value.
  private static Optional<Side> producer(Side side, String ingredient) {
    return port(ingredient)
        .flatMap(port -> Optional.ofNullable(side.node().takes().get(port)))
        .filter(Binding.FromNode.class::isInstance)
        .map(Binding.FromNode.class::cast)
        .filter(from -> from.producerKey().isPresent())
        .map(from -> side.plan().nodes().get(from.node()))
        .flatMap(
            node -> MemoKey.ingredients(node).map(known -> new Side(side.plan(), node, known)));
  }
}
