package org.cinegraph.workers.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.proto.v1.OfferedNodeType;

/// All node types of this process, those on its class path and those of plugin jars, ordered by
/// name and version.
public final class NodeTypes {
  private final List<OfferedNode> nodes;

  private NodeTypes(List<OfferedNode> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  /// Those of the class path alone.
  public static NodeTypes load() throws IOException {
    return load(List.of(), _ -> {});
  }

  /// Finds what is declared under `META-INF/services` and names each by its program.
  ///
  /// @param plugins folders with jars of node types
  /// @param complaints hears why a jar is left out, in one sentence
  /// @throws IllegalStateException two classes of this worker declare the same (type, version)
  public static NodeTypes load(List<Path> plugins, Consumer<String> complaints) throws IOException {
    ProgramDigests programs = new ProgramDigests();
    List<OfferedNode> nodes = new ArrayList<>();
    for (NodeType type : ServiceLoader.load(NodeType.class)) {
      nodes.add(new OfferedNode(type, type.declaration(), programs.of(type.getClass())));
    }
    PluginJars jars = new PluginJars(programs, List.copyOf(nodes), complaints);
    for (Path folder : plugins) {
      nodes.addAll(jars.load(folder));
    }
    return of(nodes);
  }

  /// @throws IllegalStateException two of them declare the same (type, version)
  public static NodeTypes of(List<OfferedNode> nodes) {
    List<OfferedNode> sorted = new ArrayList<>(nodes);
    sorted.sort(
        Comparator.comparing((OfferedNode node) -> node.declaration().type())
            .thenComparing(node -> node.declaration().version()));
    for (int at = 1; at < sorted.size(); at++) {
      refuseTwins(sorted.get(at - 1), sorted.get(at));
    }
    return new NodeTypes(sorted);
  }

  private static void refuseTwins(OfferedNode one, OfferedNode other) {
    if (one.declaration().type().equals(other.declaration().type())
        && one.declaration().version() == other.declaration().version()) {
      throw new IllegalStateException(
          "Node type %s version %d is declared by both %s and %s."
              .formatted(
                  one.declaration().type(),
                  one.declaration().version(),
                  one.type().getClass().getName(),
                  other.type().getClass().getName()));
    }
  }

  public List<OfferedNode> all() {
    return nodes;
  }

  public List<OfferedNodeType> messages() {
    return nodes.stream().map(OfferedNode::message).toList();
  }

  /// Exactly the pair that a plan pinned, or nothing.
  public Optional<OfferedNode> find(String type, int version, Digest program) {
    return nodes.stream()
        .filter(node ->
            node.declaration().type().equals(type)
                && node.declaration().version() == version
                && node.program().equals(program))
        .findFirst();
  }
}
