package org.cinegraph.graph.check;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.document.Position;
import org.cinegraph.graph.document.Reference;
import org.cinegraph.graph.document.Reference.Step;
import org.cinegraph.graph.type.PortType;

/// Finds what a reference points to.
record FollowReference(Scope scope, Types types) {

  /// The type at the other end, or why there is none. Neither where the other end has a problem of
  /// its own that was reported at its own place.
  record End(Optional<PortType> type, Optional<Problem> problem) {
    static End of(PortType type) {
      return new End(Optional.of(type), Optional.empty());
    }

    static End wrong(Problem problem) {
      return new End(Optional.empty(), Optional.of(problem));
    }

    static End unknown() {
      return new End(Optional.empty(), Optional.empty());
    }
  }

  /// @param subject what refers: `video of node movie`
  End follow(String subject, Reference reference, Position position) {
    Optional<Scope.Meaning> meaning = scope.find(reference);
    if (meaning.isEmpty()) {
      return End.wrong(nothing(subject, reference, position));
    }
    return switch (meaning.get()) {
      case Scope.Meaning.Unreadable() -> End.unknown();
      case Scope.Meaning.Variable(PortType type) ->
          into(subject, reference, position, type, reference.path());
      case Scope.Meaning.Node(GraphNode node, Scope where) ->
          types
              .outputs(node, where)
              .map(ports -> port(subject, reference, position, node, ports))
              .orElseGet(End::unknown);
    };
  }

  private End port(
      String subject,
      Reference reference,
      Position position,
      GraphNode node,
      SequencedMap<String, PortType> ports) {
    String port = reference.port().orElseThrow();
    PortType type = ports.get(port);
    if (type == null) {
      return node.form() instanceof NodeForm.OfType
          ? End.wrong(noPort(subject, reference, position, node, ports))
          : noPortOfBody(subject, reference, position, node, ports);
    }
    List<Step> rest = reference.path().subList(1, reference.path().size());
    return into(subject, reference, position, type, rest);
  }

  /// An output of a block or graph whose type cannot be told was reported there.
  private End noPortOfBody(
      String subject,
      Reference reference,
      Position position,
      GraphNode node,
      SequencedMap<String, PortType> ports) {
    String port = reference.port().orElseThrow();
    boolean isThere =
        switch (node.form()) {
          case NodeForm.Block block -> block.body().outputs().containsKey(port);
          case NodeForm.OfGraph graph ->
              scope
                  .graph()
                  .imported(graph.graph())
                  .filter(it -> it.document().outputs().containsKey(port))
                  .isPresent();
          case NodeForm.Approval _ -> node.with().containsKey(port);
          case NodeForm.Merge _ -> port.equals(NodeForm.Merge.PORT);
          case NodeForm.OfType _ -> false;
        };
    return isThere ? End.unknown() : End.wrong(noPort(subject, reference, position, node, ports));
  }

  private static End into(
      String subject, Reference reference, Position position, PortType type, List<Step> path) {
    PortType at = type;
    for (Step step : path) {
      if (at instanceof PortType.ListOf(PortType element) && step instanceof Step.Index) {
        at = element;
      } else if (!(at instanceof PortType.Json)) {
        return End.wrong(
            Problem.at(position, "no-such-part", subject + " refers to a part of a " + at.written())
                .butFound(step instanceof Step.Index ? "a list" : "a mapping", reference.written())
                .hint(
                    at instanceof PortType.ListOf
                        ? "take an item by its place, such as [0]"
                        : "refer to it as a whole"));
      }
    }
    return End.of(at);
  }

  /// How the ports of a node are written.
  Optional<String> portsOf(Scope.Meaning.Node node) {
    return types
        .outputs(node.node(), node.scope())
        .filter(ports -> !ports.isEmpty())
        .map(ports ->
            "write "
                + ports.keySet().stream()
                    .map(port -> "$" + node.node().name() + "." + port)
                    .collect(Collectors.joining(" or ")));
  }

  private Problem nothing(String subject, Reference reference, Position position) {
    boolean hasPort = reference.port().isPresent();
    Optional<String> hint =
        hasPort
            ? NearestNames.hint(reference.name(), scope.nodeNames())
            : scope
                .node(reference.name())
                .flatMap(this::portsOf)
                .or(() -> loopHint(reference))
                .or(() -> NearestNames.hint(reference.name(), scope.variableNames()));
    return Problem.at(position, "unknown-reference", subject + " refers to nothing")
        .butFound(hasPort ? "a node of the graph" : "an input of the graph", reference.written())
        .hint(loopHint(reference).or(() -> hint));
  }

  private static Optional<String> loopHint(Reference reference) {
    return reference.name().equals("item") || reference.name().equals("index")
        ? Optional.of("$" + reference.name() + " is known inside a node with for-each only")
        : Optional.empty();
  }

  private static Problem noPort(
      String subject,
      Reference reference,
      Position position,
      GraphNode node,
      SequencedMap<String, PortType> ports) {
    String port = reference.port().orElseThrow();
    String kind = node.form() instanceof NodeForm.OfType type ? " (" + type.type() + ")" : "";
    return Problem.at(
            position,
            "unknown-port",
            subject + " refers to a port that node " + node.name() + kind + " has not")
        .butFound(ports.isEmpty() ? "nothing" : "one of " + String.join(", ", ports.keySet()), port)
        .hint(
            NearestNames.of(port, ports.keySet()).stream()
                .findFirst()
                .map(near -> "did you mean $" + node.name() + "." + near + "?"));
  }
}
