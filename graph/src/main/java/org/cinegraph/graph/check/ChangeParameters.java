package org.cinegraph.graph.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.document.Argument;
import org.cinegraph.graph.document.Dependents;
import org.cinegraph.graph.document.Expression;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.document.Position;
import org.cinegraph.graph.value.Value;

/// Makes a graph of another one: some parameters of a node, and of nodes behind it, have other
/// values. A value replaces whatever the parameter had, a link too.
public final class ChangeParameters {
  private final GraphDocument document;
  private final Catalog catalog;
  private final SortedSet<String> behind;
  private final String from;
  private final SequencedMap<String, GraphNode> nodes;
  private final List<Problem> problems = new ArrayList<>();

  private ChangeParameters(GraphDocument document, Catalog catalog, String from) {
    this.document = document;
    this.catalog = catalog;
    this.from = from;
    this.behind = Dependents.of(document, from);
    this.nodes = new LinkedHashMap<>(document.nodes());
  }

  /// A parameter's new value as it was typed.
  public record Change(String node, String parameter, String text) {}

  /// @param problems of the changes and of the graph that comes of them
  public record Outcome(LinkedGraph graph, List<Problem> problems) {
    public Outcome {
      problems = List.copyOf(problems);
    }
  }

  /// @param from a node of the graph
  public static Outcome change(
      LinkedGraph graph, Catalog catalog, String from, List<Change> changes) {
    GraphDocument document = graph.document();
    ChangeParameters changing = new ChangeParameters(document, catalog, from);
    changes.forEach(changing::change);
    LinkedGraph changed = new LinkedGraph(document.withNodes(changing.nodes), graph.imports());
    return new Outcome(
        changed, Problems.sorted(changing.problems, CheckGraph.check(changed, catalog)));
  }

  private void change(Change change) {
    GraphNode node = nodes.get(change.node());
    if (node == null) {
      problems.add(
          problem(change, "unknown-node", "Graph " + document.name() + " has no such node")
              .hint(NearestNames.hint(change.node(), document.nodes().keySet())));
      return;
    }
    if (!behind.contains(change.node())) {
      problems.add(
          problem(
                  change,
                  "node-before-fork",
                  "Node %s does not depend on %s, where the fork begins"
                      .formatted(change.node(), from))
              .hint("fork from " + change.node() + " or a node before it"));
      return;
    }
    if (!(node.form() instanceof NodeForm.OfType type)) {
      problems.add(
          problem(change, "no-parameters", "Node " + change.node() + " has no parameters")
              .butFound("a node with a type", "another kind of node"));
      return;
    }
    // A type that is unknown is a problem of the graph itself, which the check names.
    catalog
        .find(type.type(), type.version())
        .ifPresent(known -> parameter(change, node, type, known));
  }

  private void parameter(Change change, GraphNode node, NodeForm.OfType type, Catalog.Entry entry) {
    Optional<Parameter> parameter = entry.declaration().parameter(change.parameter());
    if (parameter.isEmpty()) {
      List<String> known = entry.declaration().parameters().stream().map(Parameter::name).toList();
      problems.add(
          problem(
                  change,
                  "unknown-parameter",
                  "A %s has no parameter %s".formatted(type.type(), change.parameter()))
              .of(node.name(), change.parameter())
              .hint(NearestNames.hint(change.parameter(), known)));
      return;
    }
    Optional<Value> value = InputText.read(parameter.get().type(), change.text());
    if (value.isEmpty()) {
      problems.add(
          problem(
                  change,
                  "wrong-type",
                  "%s of node %s has the wrong type".formatted(change.parameter(), node.name()))
              .of(node.name(), change.parameter())
              .butFound(Spoken.right(parameter.get()), Spoken.quoted(change.text())));
      return;
    }
    SequencedMap<String, Argument> with = new LinkedHashMap<>(node.with());
    with.put(
        change.parameter(),
        new Argument(new Expression.Literal(value.get(), place(change)), place(change)));
    nodes.put(node.name(), node.withArguments(with));
  }

  private static Problem problem(Change change, String code, String message) {
    return Problem.at(place(change), code, message);
  }

  private static Position place(Change change) {
    return Position.outside(
        change.node() + "." + change.parameter(),
        "/nodes/" + change.node() + "/with/" + change.parameter());
  }
}
