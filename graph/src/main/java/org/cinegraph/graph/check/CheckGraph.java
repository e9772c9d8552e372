package org.cinegraph.graph.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.GraphInput;
import org.cinegraph.graph.document.GraphOutput;
import org.cinegraph.graph.document.ParseGraph;
import org.cinegraph.graph.document.ParsedGraph;
import org.cinegraph.graph.document.Reference;
import org.cinegraph.graph.value.PortValue;

/// Holds a document against a catalog. All problems come in one answer; a document without any can
/// be planned.
public final class CheckGraph {
  private CheckGraph() {}

  /// Reads and checks: the answer to "is this text a graph?". Where the text has problems of its
  /// own, what could be read of it is checked all the same.
  public static ParsedGraph checkSource(byte[] source, String fileName, Catalog catalog) {
    ParsedGraph parsed = ParseGraph.parse(source, fileName);
    List<Problem> more =
        parsed.document().map(document -> check(document, catalog)).orElse(List.of());
    return new ParsedGraph(parsed.document(), Problems.sorted(parsed.problems(), more));
  }

  /// @return the problems, sorted by place
  public static List<Problem> check(GraphDocument document, Catalog catalog) {
    List<Problem> problems = new ArrayList<>();
    document.inputs().values().forEach(input -> checkDefault(document, catalog, input, problems));
    document
        .nodes()
        .values()
        .forEach(node -> new CheckNode(document, catalog, node, problems).check());
    document.outputs().values().forEach(output -> checkOutput(document, catalog, output, problems));
    problems.addAll(FindCycles.in(document));
    return Problems.sorted(problems, List.of());
  }

  private static void checkDefault(
      GraphDocument document, Catalog catalog, GraphInput input, List<Problem> problems) {
    Optional<GraphInput.Fallback> fallback = input.fallback();
    fallback.ifPresent(given -> {
      PortValue value = new PortValue.Inline(given.value());
      String subject = "Default of input " + input.name();
      Optional<Problem> wrong =
          CheckValue.type(given.position(), subject, input.type(), value, catalog);
      wrong.ifPresent(problems::add);
      if (wrong.isEmpty()) {
        problems.addAll(
            CheckInputs.rangesFed(document, catalog, input.name(), value, given.position()));
      }
    });
  }

  private static void checkOutput(
      GraphDocument document, Catalog catalog, GraphOutput output, List<Problem> problems) {
    String subject = "Output " + output.name();
    switch (output.reference()) {
      case Reference.ToPort port ->
          new FollowReference(document, catalog)
              .port(subject, port, output.position())
              .problem()
              .ifPresent(problems::add);
      case Reference.ToInput(String input) ->
          problems.add(
              Problem.at(
                      output.position(), "bad-reference", subject + " must name a port of a node")
                  .butFound("$node.port", "$" + input)
                  .hint(portHint(document, catalog, input)));
    }
  }

  private static Optional<String> portHint(GraphDocument document, Catalog catalog, String name) {
    return Optional.ofNullable(document.nodes().get(name))
        .flatMap(node -> new FollowReference(document, catalog).portsOf(node));
  }
}
