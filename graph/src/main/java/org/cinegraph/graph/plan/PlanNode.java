package org.cinegraph.graph.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.Control;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.type.ModelName;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.unroll.Operation;
import org.cinegraph.graph.unroll.Source;
import org.cinegraph.graph.unroll.UnrolledNode;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.graph.value.function.ValueFunctions;

/// Settles one node: what is known becomes a value of its declared type, what is not is bound to
/// its producer.
///
/// @param refreshed which nodes are computed anew, by their names
/// @param ids the ids of the unrolled nodes, by their places
/// @param planned the nodes before this one
record PlanNode(
    Catalog catalog,
    PlanOptions options,
    Predicate<String> refreshed,
    int[] ids,
    List<PlannedNode> planned) {
  private static final Demand NONE = new Demand(Demand.DeviceClass.ANY, 0, 0, true);

  /// Deals nodes to segments.
  interface Segments {
    /// @param producers ids of the nodes that it waits for
    int take(String name, String type, Collection<Integer> producers);
  }

  PlannedNode plan(UnrolledNode node, int id, Segments cut) {
    return switch (node.operation()) {
      case Operation.Compute(Catalog.Entry entry) -> computed(node, id, entry, cut);
      case Operation.Evaluate evaluate ->
          declared(node, id, NodeKind.VALUE, evaluate.function().declaration(), cut);
      case Operation.Merge _ ->
          plain(node, id, NodeKind.MERGE, Collections.emptyNavigableMap(), cut);
      case Operation.Lane _ -> plain(node, id, NodeKind.LANE, Collections.emptyNavigableMap(), cut);
      case Operation.FanOut _ ->
          plain(node, id, NodeKind.FAN_OUT, Collections.emptyNavigableMap(), cut);
      case Operation.Collect collect ->
          plain(node, id, NodeKind.COLLECT, CollectLists.settings(collect), cut);
      case Operation.Approve(NodeForm.Approval approval) ->
          plain(node, id, NodeKind.APPROVAL, ApprovalRequest.of(approval).settings(), cut);
      case Operation.Pending _ ->
          throw new IllegalArgumentException("Node " + node.name() + " cannot be planned yet");
    };
  }

  Binding binding(Source source) {
    return switch (source) {
      case Source.Known(PortValue value) -> new Binding.Given(value);
      case Source.Made(int place, String port) -> from(place, port);
      case Source.Listed(List<Source> items, Optional<Source.Made> whole) ->
          whole.isPresent()
              ? binding(whole.get())
              : new Binding.Listed(items.stream().map(this::binding).toList());
      case Source.Mapped(SequencedMap<String, Source> fields) -> {
        SequencedMap<String, Binding> bound = new LinkedHashMap<>();
        fields.forEach((name, field) -> bound.put(name, binding(field)));
        yield new Binding.Mapped(bound);
      }
      case Source.LeftOut _, Source.Unknown _ ->
          throw new IllegalArgumentException("Nothing can be bound to " + source);
    };
  }

  private Binding.FromNode from(int place, String port) {
    PlannedNode producer = planned.get(ids[place]);
    Optional<Digest> key = producer.salt().isPresent() ? Optional.empty() : producer.memoKey();
    return new Binding.FromNode(producer.id(), port, key);
  }

  private PlannedNode computed(UnrolledNode node, int id, Catalog.Entry entry, Segments cut) {
    PlannedNode plain = declared(node, id, NodeKind.COMPUTE, entry.declaration(), cut);
    return plain.withMemoKey(MemoKey.ingredients(plain).map(MemoKey::of));
  }

  private PlannedNode declared(
      UnrolledNode node, int id, NodeKind kind, NodeDeclaration declaration, Segments cut) {
    SequencedMap<String, Value> parameters = new LinkedHashMap<>();
    SequencedMap<String, Binding> bound = new LinkedHashMap<>();
    for (Parameter parameter : declaration.parameters()) {
      Binding binding =
          binding(Optional.ofNullable(node.takes().get(parameter.name())).orElseThrow());
      if (binding instanceof Binding.Given(PortValue.Inline(Value value))) {
        parameters.put(parameter.name(), value);
      } else {
        bound.put(parameter.name(), binding);
      }
    }
    SequencedMap<String, Binding> inputs = new LinkedHashMap<>();
    for (InputPort port : declaration.inputs()) {
      Optional.ofNullable(node.takes().get(port.name()))
          .ifPresent(source -> inputs.put(port.name(), binding(source)));
    }
    boolean isValue = kind == NodeKind.VALUE;
    return planned(
        node,
        id,
        kind,
        declaration.type(),
        declaration.version(),
        isValue ? ValueFunctions.PROGRAM : program(node),
        parameters,
        bound,
        inputs,
        models(declaration, parameters),
        isValue ? NONE : declaration.demand(),
        cut);
  }

  private static Digest program(UnrolledNode node) {
    return ((Operation.Compute) node.operation()).entry().program();
  }

  /// A node of the language itself.
  private PlannedNode plain(
      UnrolledNode node,
      int id,
      NodeKind kind,
      SequencedMap<String, Value> settings,
      Segments cut) {
    SequencedMap<String, Binding> inputs = new LinkedHashMap<>();
    node.takes().forEach((name, source) -> inputs.put(name, binding(source)));
    return planned(
        node,
        id,
        kind,
        kind.written(),
        1,
        ValueFunctions.PROGRAM,
        settings,
        Collections.emptyNavigableMap(),
        inputs,
        Collections.emptyNavigableMap(),
        NONE,
        cut);
  }

  private PlannedNode planned(
      UnrolledNode node,
      int id,
      NodeKind kind,
      String type,
      int version,
      Digest program,
      SequencedMap<String, Value> parameters,
      SequencedMap<String, Binding> bound,
      SequencedMap<String, Binding> inputs,
      SequencedMap<String, ModelPackage> models,
      Demand demand,
      Segments cut) {
    List<Binding.FromNode> conditions =
        node.conditions().stream().map(it -> (Binding.FromNode) binding(it)).toList();
    List<Integer> after = node.after().stream().map(place -> ids[place]).sorted().toList();
    TreeSet<Integer> producers = producers(bound, inputs, conditions);
    producers.addAll(after);
    return new PlannedNode(
        id,
        node.name(),
        kind,
        type,
        version,
        program,
        cut.take(node.name(), type, producers),
        parameters,
        bound,
        inputs,
        models,
        conditions,
        after,
        DemandOf.node(demand, node.control(), parameters),
        node.control(),
        salt(node, producers),
        Optional.empty(),
        new ArrayList<>());
  }

  private static TreeSet<Integer> producers(
      SequencedMap<String, Binding> bound,
      SequencedMap<String, Binding> inputs,
      List<Binding.FromNode> conditions) {
    TreeSet<Integer> producers = new TreeSet<>();
    Stream.of(bound.values().stream(), inputs.values().stream(), conditions.stream())
        .flatMap(bindings -> bindings)
        .flatMap(Binding::fromNodes)
        .forEach(from -> producers.add(from.node()));
    return producers;
  }

  private SequencedMap<String, ModelPackage> models(
      NodeDeclaration declaration, SequencedMap<String, Value> parameters) {
    SequencedMap<String, ModelPackage> models = new LinkedHashMap<>();
    for (Parameter parameter : declaration.parameters()) {
      if (parameter.type() instanceof PortType.Model) {
        Optional.ofNullable(parameters.get(parameter.name()))
            .flatMap(ModelName::of)
            .ifPresent(name -> {
              models.put(parameter.name(), model(name.base()));
              name.parts()
                  .forEach((part, other) ->
                      models.put(ModelName.key(parameter.name(), part), model(other)));
            });
      }
    }
    return models;
  }

  private ModelPackage model(String name) {
    Digest digest =
        Optional.ofNullable(catalog.modelPackages().get(name))
            .orElseThrow(
                () -> new IllegalArgumentException("Model package " + name + " is unchecked"));
    return new ModelPackage(name, digest);
  }

  /// What is not to be shared or remembered, and what is behind a node that is to be refreshed.
  private Optional<String> salt(UnrolledNode node, TreeSet<Integer> producers) {
    boolean isRefreshed =
        node.control().cache() != Control.Cache.USE
            || refreshed.test(node.name())
            || producers.stream().anyMatch(this::isRefreshing);
    return isRefreshed ? Optional.of(options.salt() + "/" + node.name()) : Optional.empty();
  }

  private boolean isRefreshing(int producer) {
    PlannedNode node = planned.get(producer);
    return node.salt().isPresent() && node.control().cache() != Control.Cache.OFF;
  }
}
