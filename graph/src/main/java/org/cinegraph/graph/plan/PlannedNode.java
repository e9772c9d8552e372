package org.cinegraph.graph.plan;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.Control;
import org.cinegraph.graph.document.Loop;
import org.cinegraph.graph.value.Value;

/// A node of a run, with everything that its computation needs settled or bound.
///
/// @param id its place in the plan's topological order, from 0
/// @param name its path, for people alone: `shots[3]/video`
/// @param kind who settles it
/// @param version and program digest: only a worker with exactly this pair gets the work
/// @param segment the segment that drives it
/// @param parameters those known at planning, by name, of the declared type, fallbacks filled in
/// @param boundParameters those that are outputs of other nodes
/// @param inputs the ports that are given, by name; an open optional port is not in it
/// @param modelPackages for each model parameter, the package it names; for each part that comes
///   from another, that one, see [ModelName#key]
/// @param conditions the booleans without which it is left out
/// @param after ids of nodes whose end it waits for without taking anything from them, rising
/// @param control how the author wants it driven
/// @param salt what keeps the work from being shared or remembered, for refreshed nodes
/// @param memoKey present where every ingredient is known at planning; else see {@link
///   MemoKey#whenReady}
/// @param successors ids of the nodes that wait for this one, rising
public record PlannedNode(
    int id,
    String name,
    NodeKind kind,
    String type,
    int version,
    Digest programDigest,
    int segment,
    SequencedMap<String, Value> parameters,
    SequencedMap<String, Binding> boundParameters,
    SequencedMap<String, Binding> inputs,
    SequencedMap<String, ModelPackage> modelPackages,
    List<Binding.FromNode> conditions,
    List<Integer> after,
    Demand demand,
    Control control,
    Optional<String> salt,
    Optional<Digest> memoKey,
    List<Integer> successors) {
  public PlannedNode {
    requireNonNull(name, "name is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(type, "type is null");
    requireNonNull(programDigest, "programDigest is null");
    parameters = copy(parameters);
    boundParameters = copy(boundParameters);
    inputs = copy(inputs);
    modelPackages = copy(modelPackages);
    conditions = List.copyOf(conditions);
    after = List.copyOf(after);
    requireNonNull(demand, "demand is null");
    requireNonNull(control, "control is null");
    requireNonNull(salt, "salt is null");
    requireNonNull(memoKey, "memoKey is null");
    successors = List.copyOf(successors);
  }

  /// Most nodes have nothing of most kinds, and there may be 50,000.
  private static <T> SequencedMap<String, T> copy(SequencedMap<String, T> map) {
    return map.isEmpty()
        ? Collections.emptyNavigableMap()
        : Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
  }

  /// What the node takes from other nodes, bound parameters among it, by port or parameter name.
  public SequencedMap<String, Binding> takes() {
    SequencedMap<String, Binding> takes = new LinkedHashMap<>(boundParameters);
    inputs.forEach((port, binding) -> {
      if (!(binding instanceof Binding.Given)) {
        takes.put(port, binding);
      }
    });
    return takes;
  }

  /// Ids of the nodes that this one waits for, rising.
  public List<Integer> predecessors() {
    Stream<Binding.FromNode> taken =
        Stream.concat(takes().values().stream().flatMap(Binding::fromNodes), conditions.stream());
    return Stream.concat(taken.map(Binding.FromNode::node), after.stream())
        .distinct()
        .sorted()
        .toList();
  }

  /// Whether the database, and not the workflow of its segment, holds the node back until a
  /// producer has ended.
  public boolean isHeldBackBy(PlannedNode producer) {
    return kind.isImmediate() || producer.kind().isImmediate() || producer.segment() != segment;
  }

  /// Whether it goes on when a producer was left out by a branch.
  public boolean toleratesLeftOut() {
    return kind.isTolerant() || kind == NodeKind.FAN_OUT;
  }

  /// Whether it goes on when a producer has failed.
  public boolean toleratesFailure() {
    return switch (kind) {
      case MERGE, LANE -> true;
      case COLLECT -> CollectLists.onError(this) != Loop.OnError.FAIL;
      case COMPUTE, VALUE, APPROVAL, FAN_OUT -> false;
    };
  }

  PlannedNode withMemoKey(Optional<Digest> key) {
    return with(key, successors);
  }

  PlannedNode withSuccessors(List<Integer> ids) {
    return with(memoKey, ids);
  }

  private PlannedNode with(Optional<Digest> key, List<Integer> ids) {
    return new PlannedNode(
        id,
        name,
        kind,
        type,
        version,
        programDigest,
        segment,
        parameters,
        boundParameters,
        inputs,
        modelPackages,
        conditions,
        after,
        demand,
        control,
        salt,
        key,
        ids);
  }

  public int priority() {
    return control.priority();
  }
}
