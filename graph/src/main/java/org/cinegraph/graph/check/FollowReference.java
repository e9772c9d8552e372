package org.cinegraph.graph.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.GraphInput;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.Position;
import org.cinegraph.graph.document.Reference;
import org.cinegraph.graph.type.PortType;

/// Finds what a reference points to.
record FollowReference(GraphDocument document, Catalog catalog) {

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
    return switch (reference) {
      case Reference.ToInput(String input) -> input(subject, input, position);
      case Reference.ToPort port -> port(subject, port, position);
    };
  }

  End port(String subject, Reference.ToPort reference, Position position) {
    GraphNode node = document.nodes().get(reference.node());
    if (node == null) {
      return document.unreadable().contains("/nodes/" + reference.node())
          ? End.unknown()
          : End.wrong(noNode(subject, reference, position));
    }
    Optional<Catalog.Entry> entry = catalog.find(node.type(), node.version());
    if (entry.isEmpty()) {
      return End.unknown();
    }
    return entry
        .get()
        .declaration()
        .output(reference.port())
        .map(port -> End.of(port.type()))
        .orElseGet(() -> End.wrong(noPort(subject, node, reference, position)));
  }

  /// How the ports of a node are written.
  Optional<String> portsOf(GraphNode node) {
    return catalog
        .find(node.type(), node.version())
        .map(Catalog.Entry::declaration)
        .filter(declaration -> !declaration.outputs().isEmpty())
        .map(declaration ->
            "write "
                + declaration.outputs().stream()
                    .map(port -> "$" + node.name() + "." + port.name())
                    .collect(Collectors.joining(" or ")));
  }

  private End input(String subject, String name, Position position) {
    GraphInput input = document.inputs().get(name);
    if (input != null) {
      return End.of(input.type());
    }
    if (document.unreadable().contains("/inputs/" + name)) {
      return End.unknown();
    }
    GraphNode node = document.nodes().get(name);
    Optional<String> hint =
        node == null ? NearestNames.hint(name, document.inputs().keySet()) : portsOf(node);
    return End.wrong(
        Problem.at(position, "unknown-reference", subject + " refers to nothing")
            .butFound("an input of the graph", "$" + name)
            .hint(hint));
  }

  private Problem noNode(String subject, Reference.ToPort reference, Position position) {
    return Problem.at(position, "unknown-reference", subject + " refers to nothing")
        .butFound("a node of the graph", reference.written())
        .hint(NearestNames.hint(reference.node(), document.nodes().keySet()));
  }

  private Problem noPort(
      String subject, GraphNode node, Reference.ToPort reference, Position position) {
    NodeDeclaration declaration =
        catalog.find(node.type(), node.version()).orElseThrow().declaration();
    List<String> ports = declaration.outputs().stream().map(OutputPort::name).toList();
    return Problem.at(
            position,
            "unknown-port",
            subject
                + " refers to a port that node "
                + node.name()
                + " ("
                + node.type()
                + ") has not")
        .butFound("one of " + String.join(", ", ports), reference.port())
        .hint(
            NearestNames.of(reference.port(), ports).stream()
                .findFirst()
                .map(near -> "did you mean $" + node.name() + "." + near + "?"));
  }
}
