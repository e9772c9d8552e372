package org.cinegraph.graph.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.check.SettleParameter;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.document.Loop.OnError;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.graph.value.function.ValueFailure;
import org.cinegraph.graph.value.function.ValueFunction;
import org.cinegraph.graph.value.function.ValueFunctions;

/// Ends nodes that nobody computes, as a pure function of how the nodes before them ended.
///
/// @param ends of all nodes that the node waits for, by id
public record SettleNode(PlannedNode node, Map<Integer, ProducerEnd> ends) {
  private static final int MOST_REASONS = 10;

  /// How the node ends.
  public sealed interface Settled {
    record Made(SequencedMap<String, PortValue> outputs) implements Settled {}

    record LeftOut() implements Settled {}

    record Failed(Failure failure) implements Settled {}

    /// A node before it failed.
    record Skipped(String reason) implements Settled {}
  }

  /// Whether a condition leaves the node out, or is none.
  ///
  /// @return empty: it goes on
  public Optional<Settled> byCondition() {
    for (Binding.FromNode condition : node.conditions()) {
      Optional<PortValue> flag = made(condition);
      if (!(flag.orElse(null) instanceof PortValue.Inline(Value.Bool(boolean isTrue)))) {
        return Optional.of(
            new Settled.Failed(
                Failure.user(
                    "wrong-type",
                    "when of node %s: expected true or false, but the node before it made something"
                            .formatted(node.name())
                        + " else.")));
      }
      if (!isTrue) {
        return Optional.of(new Settled.LeftOut());
      }
    }
    return Optional.empty();
  }

  /// @throws IllegalArgumentException somebody has to compute the node
  public Settled settle() {
    return switch (node.kind()) {
      case VALUE -> byCondition().orElseGet(this::value);
      case MERGE -> byCondition().orElseGet(this::merge);
      case COLLECT -> byCondition().orElseGet(this::collect);
      case LANE -> new Settled.Made(new LinkedHashMap<>());
      case COMPUTE, APPROVAL, FAN_OUT ->
          throw new IllegalArgumentException("Node " + node.name() + " is no immediate one");
    };
  }

  /// What a port of a node before this one has; empty where it has no outputs.
  public Optional<PortValue> made(Binding.FromNode from) {
    return ends.get(from.node()) instanceof ProducerEnd.Made(SequencedMap<String, PortValue> made)
        ? Optional.ofNullable(made.get(from.port()))
        : Optional.empty();
  }

  private Settled value() {
    ValueFunction function = ValueFunctions.planned(node.type());
    NodeDeclaration declaration = function.declaration();
    SequencedMap<String, PortValue> given = new LinkedHashMap<>();
    node.parameters().forEach((name, value) -> given.put(name, new PortValue.Inline(value)));
    SequencedMap<String, Binding> bindings = new LinkedHashMap<>(node.boundParameters());
    bindings.putAll(node.inputs());
    for (var bound : bindings.entrySet()) {
      Optional<PortValue> value = ResolveBinding.resolve(bound.getValue(), this::made);
      if (value.isEmpty()) {
        return new Settled.Skipped("A node before it has no outputs");
      }
      switch (settled(declaration, bound.getKey(), value.get())) {
        case SettleParameter.Settled(PortValue settled) -> given.put(bound.getKey(), settled);
        case SettleParameter.Refused(Failure failure) -> {
          return new Settled.Failed(failure);
        }
      }
    }
    try {
      return new Settled.Made(function.apply(given));
    } catch (ValueFailure failure) {
      return new Settled.Failed(Failure.user(failure.code(), failure.reason() + "."));
    }
  }

  private SettleParameter.Outcome settled(
      NodeDeclaration declaration, String name, PortValue value) {
    Optional<Parameter> parameter = declaration.parameter(name);
    if (parameter.isPresent()) {
      return SettleParameter.settle(node.name(), parameter.get(), value);
    }
    InputPort port = declaration.input(name).orElseThrow();
    return SettleParameter.settle(node.name(), port, value);
  }

  /// The first candidate that was not left out decides, also if it failed.
  private Settled merge() {
    for (Binding candidate : node.inputs().values()) {
      Optional<PortValue> value = ResolveBinding.resolve(candidate, this::made);
      if (value.isPresent()) {
        SequencedMap<String, PortValue> outputs = new LinkedHashMap<>();
        outputs.put(NodeForm.Merge.PORT, value.get());
        return new Settled.Made(outputs);
      }
      Optional<String> reason = failure(candidate);
      if (reason.isPresent()) {
        return new Settled.Skipped(reason.get());
      }
    }
    return new Settled.LeftOut();
  }

  private Optional<String> failure(Binding binding) {
    return binding
        .fromNodes()
        .map(from -> ends.get(from.node()))
        .filter(ProducerEnd.Failed.class::isInstance)
        .map(end -> ((ProducerEnd.Failed) end).reason())
        .findFirst();
  }

  private Settled collect() {
    List<String> failures = failures();
    if (CollectLists.onError(node) == OnError.COLLECT && !failures.isEmpty()) {
      String reasons =
          String.join("; ", failures.subList(0, Math.min(MOST_REASONS, failures.size())));
      int more = failures.size() - MOST_REASONS;
      return new Settled.Failed(
          Failure.user(
              "items-failed",
              "%d of %d items failed: %s%s"
                  .formatted(
                      failures.size(),
                      items(),
                      reasons,
                      more > 0 ? "; and " + more + " more" : "")));
    }
    return new Settled.Made(CollectLists.lists(node, this::made, failures));
  }

  private int items() {
    return node.inputs().values().stream()
        .mapToInt(list -> list instanceof Binding.Listed(var items) ? items.size() : 0)
        .max()
        .orElse(0);
  }

  /// Why items failed, in their order, each reason once.
  private List<String> failures() {
    List<String> failures = new ArrayList<>();
    for (int producer : node.predecessors()) {
      if (ends.get(producer) instanceof ProducerEnd.Failed(String reason)
          && !failures.contains(reason)) {
        failures.add(reason);
      }
    }
    return failures;
  }
}
