package org.cinegraph.graph.plan;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.value.Value;

/// A node of a run, with everything that its computation needs settled or bound.
///
/// @param id its place in the plan's topological order, from 0
/// @param name the author's name for it, for people alone
/// @param version and program digest: only a worker with exactly this pair gets the work
/// @param segment the segment that drives it
/// @param parameters those known at planning, by name, of the declared type, fallbacks filled in
/// @param boundParameters those that are outputs of other nodes
/// @param inputs the ports that are given, by name; an open optional port is not in it
/// @param modelPackages for each model parameter, the package it names
/// @param control retry, timeout and priority as the author wrote them
/// @param salt what keeps the work from being shared or remembered, for refreshed nodes
/// @param memoKey present where every ingredient is known at planning; else see {@link
///   MemoKey#whenReady}
/// @param successors ids of the nodes that take something from this one, rising
public record PlannedNode(
    int id,
    String name,
    String type,
    int version,
    Digest programDigest,
    int segment,
    SequencedMap<String, Value> parameters,
    SequencedMap<String, Binding.FromNode> boundParameters,
    SequencedMap<String, Binding> inputs,
    SequencedMap<String, ModelPackage> modelPackages,
    Demand demand,
    GraphNode.Control control,
    Optional<String> salt,
    Optional<Digest> memoKey,
    List<Integer> successors) {
  public PlannedNode {
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
    requireNonNull(programDigest, "programDigest is null");
    parameters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parameters));
    boundParameters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(boundParameters));
    inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
    modelPackages = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(modelPackages));
    requireNonNull(demand, "demand is null");
    requireNonNull(control, "control is null");
    requireNonNull(salt, "salt is null");
    requireNonNull(memoKey, "memoKey is null");
    successors = List.copyOf(successors);
  }

  /// What the node takes from other nodes, bound parameters among it, by port or parameter name.
  public SequencedMap<String, Binding.FromNode> takes() {
    SequencedMap<String, Binding.FromNode> takes = new LinkedHashMap<>(boundParameters);
    inputs.forEach((port, binding) -> {
      if (binding instanceof Binding.FromNode from) {
        takes.put(port, from);
      }
    });
    return takes;
  }

  /// Ids of the nodes that this one takes something from, rising.
  public List<Integer> predecessors() {
    return takes().values().stream().map(Binding.FromNode::node).distinct().sorted().toList();
  }

  PlannedNode withMemoKey(Optional<Digest> key) {
    return new PlannedNode(
        id,
        name,
        type,
        version,
        programDigest,
        segment,
        parameters,
        boundParameters,
        inputs,
        modelPackages,
        demand,
        control,
        salt,
        key,
        successors);
  }

  public int priority() {
    return control.priority();
  }
}
