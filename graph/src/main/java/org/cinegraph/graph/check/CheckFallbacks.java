package org.cinegraph.graph.check;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.Loop;
import org.cinegraph.graph.type.PortType;

/// Checks what a node's outputs are when it is left out.
record CheckFallbacks(
    GraphNode node, Scope around, Scope scope, Types types, List<Problem> problems) {

  void check() {
    if (node.fallbacks().isEmpty()) {
      return;
    }
    if (node.when().isEmpty()) {
      problems.add(
          Problem.at(
                  node.fallbacks().firstEntry().getValue().namePosition(),
                  "default-without-when",
                  "Node " + node.name() + " has a default, but is never left out")
              .of(node.name())
              .hint("add when: $flag, or take default out"));
    }
    Optional<SequencedMap<String, PortType>> outputs = types.outputs(node, around);
    CheckExpression check =
        new CheckExpression(scope, types, problem -> problems.add(problem.of(node.name())));
    node.fallbacks()
        .forEach((port, given) -> {
          String subject = "default " + port + " of node " + node.name();
          Optional<PortType> type = outputs.map(ports -> ports.get(port)).map(this::ofItem);
          if (outputs.isPresent() && type.isEmpty()) {
            problems.add(
                Problem.at(
                        given.namePosition(),
                        "unknown-port",
                        "Node " + node.name() + " has no output " + port)
                    .of(node.name(), port)
                    .butFound("one of " + String.join(", ", outputs.get().keySet()), port));
          }
          type.ifPresentOrElse(
              wanted -> check.check(subject, wanted, given.value()),
              () -> check.follow(subject, given.value()));
        });
  }

  /// In a loop a default is that of an item.
  private PortType ofItem(PortType type) {
    Optional<Loop> loop = node.loop();
    return loop.isPresent() && type instanceof PortType.ListOf(PortType element) ? element : type;
  }
}
