package org.cinegraph.graph.check;

import java.util.Optional;
import org.cinegraph.graph.document.Expression;
import org.cinegraph.graph.document.GraphBody;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.Loop;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.document.Position;
import org.cinegraph.graph.type.PortType;

/// Checks one node: what it is, and what the language says of every node.
///
/// @param around the scope that it stands in
/// @param depth how many blocks and loops it stands in
record CheckNode(GraphNode node, Scope around, CheckBody checks, int depth) {

  void check() {
    node.loop().ifPresent(this::loop);
    Scope scope = checks.types().inside(node, around).orElse(around);
    CheckExpression check =
        new CheckExpression(
            scope, checks.types(), problem -> checks.problems().add(problem.of(node.name())));
    node.when()
        .ifPresent(
            flag -> check.check("when of node " + node.name(), new PortType.Boolean(), flag));
    form(scope, check);
    new CheckFallbacks(node, around, scope, checks.types(), checks.problems()).check();
  }

  private void form(Scope scope, CheckExpression check) {
    switch (node.form()) {
      case NodeForm.OfType type ->
          new CheckTyped(node, type, scope, checks.types(), checks.problems()).check();
      case NodeForm.OfGraph graph -> graph(graph, scope);
      case NodeForm.Block(GraphBody body) -> block(body, scope);
      case NodeForm.Approval approval ->
          new CheckApproval(node, approval, check, checks.problems()).check();
      case NodeForm.Merge merge -> merge(merge, check);
    }
  }

  private void loop(Loop loop) {
    CheckExpression check =
        new CheckExpression(
            around, checks.types(), problem -> checks.problems().add(problem.of(node.name())));
    String subject = "for-each of node " + node.name();
    Optional<PortType> type =
        loop.over() instanceof Expression.Link link
            ? check.type(subject, link.reference(), link.position())
            : checks.types().of(loop.over(), around);
    if (!(loop.over() instanceof Expression.Link)) {
      check.follow(subject, loop.over());
    }
    type.filter(found -> !(found instanceof PortType.ListOf) && !(found instanceof PortType.Json))
        .ifPresent(found -> notAList(loop, subject, found));
  }

  private void notAList(Loop loop, String subject, PortType found) {
    checks
        .problems()
        .add(
            Problem.at(loop.position(), "wrong-type", subject + " must go over a list")
                .of(node.name())
                .butFound("a list", found.written())
                .hint(
                    found instanceof PortType.Int
                        ? Optional.of("a node of type range makes a list of numbers")
                        : Optional.empty()));
  }

  private void block(GraphBody body, Scope scope) {
    if (depth + 1 > GraphLimits.NESTING) {
      checks.problems().add(tooDeep(node.position()));
      return;
    }
    checks.check(body, scope.inside(body), depth + 1);
  }

  private Problem tooDeep(Position position) {
    return Problem.at(position, "too-deep", "Node " + node.name() + " stands in too many blocks")
        .of(node.name())
        .butFound("at most " + GraphLimits.NESTING, Integer.toString(depth + 1));
  }

  private void graph(NodeForm.OfGraph graph, Scope scope) {
    Optional<LinkedGraph> imported = scope.graph().imported(graph.graph());
    if (imported.isPresent()) {
      new CheckSubGraph(node, imported.get(), scope, checks.types(), checks.problems()).check();
      return;
    }
    var imports = scope.graph().document().imports();
    if (!imports.containsKey(graph.graph())
        && !scope.graph().document().unreadable().contains(graph.graph())) {
      checks
          .problems()
          .add(
              Problem.at(
                      graph.position(),
                      "unknown-import",
                      "Node " + node.name() + " is a graph that is not imported")
                  .of(node.name())
                  .butFound(
                      imports.isEmpty()
                          ? "nothing"
                          : "one of " + String.join(", ", imports.keySet()),
                      graph.graph())
                  .hint("say under imports: which graph it is, such as shot: ./shot.yaml"));
    }
  }

  private void merge(NodeForm.Merge merge, CheckExpression check) {
    String subject = "merge of node " + node.name();
    Optional<PortType> type =
        checks
            .types()
            .outputs(node.once(), check.scope())
            .map(ports -> ports.get(NodeForm.Merge.PORT));
    merge
        .candidates()
        .forEach(candidate ->
            type.ifPresentOrElse(
                wanted -> check.check(subject, wanted, candidate),
                () -> check.follow(subject, candidate)));
  }
}
