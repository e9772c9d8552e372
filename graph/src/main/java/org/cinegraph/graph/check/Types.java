package org.cinegraph.graph.check;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.document.Argument;
import org.cinegraph.graph.document.Expression;
import org.cinegraph.graph.document.GraphBody;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.Loop;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.type.TypeMatch;
import org.cinegraph.graph.value.function.ValueFunction;
import org.cinegraph.graph.value.function.ValueFunctions;

/// The types of what nodes make and of what is written. It never reports: what it cannot tell has a
/// problem of its own, which is reported at its own place.
final class Types {
  private final Catalog catalog;
  private final Map<GraphNode, SequencedMap<String, PortType>> known = new IdentityHashMap<>();

  /// Nodes whose types are being found: meeting one again is a cycle, which is reported as one.
  private final Map<GraphNode, Boolean> open = new IdentityHashMap<>();

  Types(Catalog catalog) {
    this.catalog = catalog;
  }

  Catalog catalog() {
    return catalog;
  }

  /// The ports that a node fills, as those around it see them; empty if they cannot be told.
  Optional<SequencedMap<String, PortType>> outputs(GraphNode node, Scope scope) {
    SequencedMap<String, PortType> found = known.get(node);
    if (found != null) {
      return Optional.of(found);
    }
    if (open.put(node, true) != null) {
      return Optional.empty();
    }
    Optional<SequencedMap<String, PortType>> outputs =
        inside(node, scope)
            .flatMap(within -> ofForm(node, within))
            .map(types -> node.loop().isPresent() ? lists(node.loop().get(), types) : types);
    open.remove(node);
    outputs.ifPresent(types -> known.put(node, types));
    return outputs;
  }

  /// Where the node's own values stand: in its loop, if it is one.
  Optional<Scope> inside(GraphNode node, Scope scope) {
    if (node.loop().isEmpty()) {
      return Optional.of(scope);
    }
    Loop loop = node.loop().get();
    SequencedMap<String, PortType> variables = new LinkedHashMap<>();
    variables.put(loop.index(), new PortType.Int());
    variables.put(loop.item(), item(loop, scope).orElse(new PortType.Json()));
    return Optional.of(scope.inside(variables));
  }

  /// What a loop's items are; empty if it does not go over a list.
  Optional<PortType> item(Loop loop, Scope scope) {
    return of(loop.over(), scope)
        .filter(PortType.ListOf.class::isInstance)
        .map(type -> ((PortType.ListOf) type).element());
  }

  Optional<PortType> of(Expression expression, Scope scope) {
    return switch (expression) {
      case Expression.Literal literal -> Optional.of(LiteralType.of(literal.value()));
      case Expression.Link link ->
          new FollowReference(scope, this).follow("", link.reference(), link.position()).type();
      case Expression.Template _ -> Optional.of(new PortType.Text());
      case Expression.Items items -> ofItems(items, scope);
      case Expression.Fields _ -> Optional.of(new PortType.Json());
      case Expression.Unreadable _ -> Optional.empty();
    };
  }

  private Optional<PortType> ofItems(Expression.Items items, Scope scope) {
    List<PortType> types = new ArrayList<>();
    for (Expression item : items.items()) {
      Optional<PortType> type = of(item, scope);
      if (type.isEmpty()) {
        return Optional.empty();
      }
      types.add(type.get());
    }
    return LiteralType.common(types).map(PortType.ListOf::new);
  }

  private Optional<SequencedMap<String, PortType>> ofForm(GraphNode node, Scope scope) {
    return switch (node.form()) {
      case NodeForm.OfType type -> ofType(type, node, scope);
      case NodeForm.OfGraph graph -> scope.graph().imported(graph.graph()).map(this::ofGraph);
      case NodeForm.Block(GraphBody body) -> Optional.of(ofBody(body, scope.inside(body)));
      case NodeForm.Approval _ -> Optional.of(ofArguments(node.with(), scope));
      case NodeForm.Merge merge -> ofMerge(merge, scope);
    };
  }

  private Optional<SequencedMap<String, PortType>> ofType(
      NodeForm.OfType type, GraphNode node, Scope scope) {
    Optional<ValueFunction> function = ValueFunctions.find(type.type());
    if (function.isPresent()) {
      return Optional.of(function.get().outputs(ofArguments(node.with(), scope)));
    }
    return catalog
        .find(type.type(), type.version())
        .map(entry -> {
          NodeDeclaration declaration = entry.declaration();
          SequencedMap<String, PortType> ports = new LinkedHashMap<>();
          declaration.outputs().forEach(port -> ports.put(port.name(), port.type()));
          return ports;
        });
  }

  private SequencedMap<String, PortType> ofGraph(LinkedGraph graph) {
    return ofBody(graph.document().body(), Scope.of(graph));
  }

  private SequencedMap<String, PortType> ofBody(GraphBody body, Scope inside) {
    SequencedMap<String, PortType> ports = new LinkedHashMap<>();
    body.outputs()
        .forEach(
            (name, output) -> of(output.value(), inside).ifPresent(type -> ports.put(name, type)));
    return ports;
  }

  SequencedMap<String, PortType> ofArguments(SequencedMap<String, Argument> given, Scope scope) {
    SequencedMap<String, PortType> ports = new LinkedHashMap<>();
    given.forEach(
        (name, argument) -> of(argument.value(), scope).ifPresent(type -> ports.put(name, type)));
    return ports;
  }

  /// The widest of the candidates' types.
  private Optional<SequencedMap<String, PortType>> ofMerge(NodeForm.Merge merge, Scope scope) {
    List<PortType> types =
        merge.candidates().stream().flatMap(candidate -> of(candidate, scope).stream()).toList();
    return types.stream()
        .filter(wide -> types.stream().allMatch(type -> TypeMatch.accepts(wide, type)))
        .findFirst()
        .or(() -> types.stream().findFirst())
        .map(type -> {
          SequencedMap<String, PortType> port = new LinkedHashMap<>();
          port.put(NodeForm.Merge.PORT, type);
          return port;
        });
  }

  private static SequencedMap<String, PortType> lists(
      Loop loop, SequencedMap<String, PortType> items) {
    SequencedMap<String, PortType> lists = new LinkedHashMap<>();
    items.forEach((name, type) -> lists.put(name, new PortType.ListOf(type)));
    if (loop.onError() == Loop.OnError.SKIP) {
      lists.put(Loop.FAILURES, new PortType.ListOf(new PortType.Text()));
    }
    return lists;
  }
}
