package org.cinegraph.graph.check;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.document.GraphBody;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.document.NodePath;
import org.cinegraph.graph.document.Position;

/// Holds the name of a node that was given beside a graph against the graph. How many rounds a loop
/// has is not known yet.
public final class CheckNodePath {
  private final String written;
  private final Position position;

  private CheckNodePath(String written, Position position) {
    this.written = written;
    this.position = position;
  }

  /// A node that the graph has, or why there is none.
  public record Outcome(Optional<NodePath> path, Optional<Problem> problem) {}

  /// @param option what it was given to: `only`
  public static Outcome check(LinkedGraph graph, String option, String written) {
    CheckNodePath check =
        new CheckNodePath(written, Position.outside(option, "/options/" + option));
    Optional<NodePath> path = NodePath.find(written);
    if (path.isEmpty()) {
      return new Outcome(path, Optional.of(check.unreadable()));
    }
    Optional<Problem> problem = check.walk(graph, path.get().segments());
    return new Outcome(problem.isPresent() ? Optional.empty() : path, problem);
  }

  private Optional<Problem> walk(LinkedGraph graph, List<NodePath.Segment> segments) {
    LinkedGraph around = graph;
    GraphBody body = graph.document().body();
    String where = "Graph " + graph.document().name();
    for (NodePath.Segment segment : segments) {
      GraphNode node = body.nodes().get(segment.name());
      if (node == null) {
        return Optional.of(unknown(where, segment.name(), body.nodes().keySet()));
      }
      if (segment.round().isPresent() && node.loop().isEmpty()) {
        return Optional.of(
            problem("no-loop", "Node " + segment.name() + " has no rounds")
                .butFound("a node without [" + segment.round().get() + "]", written));
      }
      where = "Node " + segment.name();
      switch (node.form()) {
        case NodeForm.Block block -> body = block.body();
        case NodeForm.OfGraph(String name, Position _) -> {
          around = around.imported(name).orElseThrow();
          body = around.document().body();
        }
        case NodeForm.OfType _, NodeForm.Approval _, NodeForm.Merge _ -> body = nothing();
      }
    }
    return Optional.empty();
  }

  private static GraphBody nothing() {
    return new GraphBody(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashSet<>());
  }

  private Problem unknown(String where, String name, Collection<String> known) {
    String message =
        known.isEmpty() ? where + " has no nodes inside" : where + " has no node " + name;
    return problem("unknown-node", message)
        .butFound("a node of the graph", written)
        .hint(NearestNames.hint(name, known));
  }

  private Problem unreadable() {
    return problem("node-path", "This is not how nodes are named")
        .butFound("a name such as video, shot[1]/video or shot/video", written);
  }

  private Problem problem(String code, String message) {
    return Problem.at(position, code, message);
  }
}
