package org.cinegraph.graph.plan;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.GraphBody;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.value.function.ValueFunctions;

/// What node types and model packages meant when a run was planned, for nodes that it gets later.
///
/// @param types in the order of their names and versions
/// @param modelPackages name to digest
public record Pins(List<Type> types, SortedMap<String, Digest> modelPackages) {
  public static final Pins NONE = new Pins(List.of(), new TreeMap<>());

  public Pins {
    types = List.copyOf(types);
    modelPackages = Collections.unmodifiableSortedMap(new TreeMap<>(modelPackages));
  }

  /// A node type with its version and code.
  public record Type(String type, int version, Digest program) implements Comparable<Type> {
    public Type {
      requireNonNull(type, "type is null");
      requireNonNull(program, "program is null");
    }

    @Override
    public int compareTo(Type other) {
      int byName = type.compareTo(other.type);
      return byName == 0 ? Integer.compare(version, other.version) : byName;
    }
  }

  /// Everything that the graph, or one that it imports, names.
  static Pins of(LinkedGraph graph, Catalog catalog) {
    SortedSet<Type> types = new TreeSet<>();
    graph.all().forEach(each -> collect(each.document().body(), catalog, types));
    return new Pins(List.copyOf(types), catalog.modelPackages());
  }

  private static void collect(GraphBody body, Catalog catalog, SortedSet<Type> types) {
    for (GraphNode node : body.nodes().values()) {
      switch (node.form()) {
        case NodeForm.OfType form when ValueFunctions.find(form.type()).isPresent() -> {}
        case NodeForm.OfType form ->
            catalog
                .find(form.type(), form.version())
                .map(entry -> new Type(form.type(), entry.declaration().version(), entry.program()))
                .ifPresent(types::add);
        case NodeForm.Block block -> collect(block.body(), catalog, types);
        case NodeForm.OfGraph _, NodeForm.Approval _, NodeForm.Merge _ -> {}
      }
    }
  }
}
