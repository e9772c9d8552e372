package org.cinegraph.graph.check;

import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.type.PortType;

/// Checks a node that waits for a person.
record CheckApproval(
    GraphNode node, NodeForm.Approval approval, CheckExpression against, List<Problem> problems) {

  void check() {
    node.with()
        .forEach((name, given) -> against.follow(name + " of node " + node.name(), given.value()));
    if (node.with().isEmpty()) {
      problems.add(
          Problem.at(node.position(), "nothing-to-judge", "Node " + node.name() + " shows nothing")
              .of(node.name())
              .hint("say under with: what is to be judged, such as clip: $video.video"));
    }
    approval.edit().forEach(this::edit);
  }

  private void edit(String name) {
    if (!node.with().containsKey(name)) {
      problems.add(
          Problem.at(
                  approval.position(),
                  "unknown-argument",
                  "edit of node " + node.name() + " names nothing that is given")
              .of(node.name(), name)
              .butFound("one of " + String.join(", ", node.with().keySet()), name));
      return;
    }
    Optional<PortType> type =
        Optional.ofNullable(against.types().ofArguments(node.with(), against.scope()).get(name));
    type.filter(found -> !found.isInline())
        .ifPresent(found ->
            problems.add(
                Problem.at(
                        approval.position(),
                        "wrong-type",
                        name + " of node " + node.name() + " cannot be edited")
                    .of(node.name(), name)
                    .butFound("a text, a number, a boolean or json", found.written())));
  }
}
