package org.cinegraph.graph.unroll;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.type.TypeMatch;
import org.cinegraph.graph.value.PortValue;

/// Unrolls a graph for one run: loops become their items, sub-graphs their nodes, branches that are
/// decided disappear, and functions of known values become values.
///
/// A list that a node of the run makes is not known before. A fan-out stands for it, and what is
/// behind it is not unrolled. When the list is there, unrolling again with it gives the same nodes
/// and those behind: nodes have the same names, take the same and never become fewer.
public final class UnrollGraph {
  private UnrollGraph() {}

  /// What exactly a node's type is.
  public interface TypeOfNode {
    /// @param name path of the node
    Optional<Catalog.Entry> find(String name, NodeForm.OfType type);
  }

  /// All of a graph; else as below.
  public static Unrolled unroll(
      LinkedGraph graph, Catalog catalog, SequencedMap<String, PortValue> inputs, RunLists lists) {
    return unroll(graph, catalog, inputs, lists, Optional.empty());
  }

  /// @param graph one that {@link org.cinegraph.graph.check.CheckGraph} found no problem in against
  ///   this catalog
  /// @param inputs values that {@link org.cinegraph.graph.check.CheckInputs} found no problem in;
  ///   defaults are filled in here
  /// @param lists what nodes of the run have made
  /// @param cut the part of the graph that the run is to be of; absent: all of it
  public static Unrolled unroll(
      LinkedGraph graph,
      Catalog catalog,
      SequencedMap<String, PortValue> inputs,
      RunLists lists,
      Optional<Cut> cut) {
    return unroll(
        graph, catalog, (_, type) -> catalog.find(type.type(), type.version()), inputs, lists, cut);
  }

  /// As above, where some nodes have other versions than the catalog would give them.
  public static Unrolled unroll(
      LinkedGraph graph,
      Catalog catalog,
      TypeOfNode types,
      SequencedMap<String, PortValue> inputs,
      RunLists lists,
      Optional<Cut> cut) {
    Unrolling unrolling = new Unrolling(catalog, types, lists, new Aim(cut));
    Environment environment = Environment.of(graph, "", completed(graph, inputs, cut));
    SequencedMap<String, Source> outputs =
        new UnrollBody(unrolling).unroll(graph.document().body(), environment);
    return Needed.of(unrolling, outputs);
  }

  /// All inputs, each of its declared type. What a part of a graph does not take need not be given.
  private static SequencedMap<String, Source> completed(
      LinkedGraph graph, SequencedMap<String, PortValue> given, Optional<Cut> cut) {
    SequencedMap<String, Source> all = new LinkedHashMap<>();
    graph
        .document()
        .inputs()
        .forEach((name, input) -> {
          Optional<PortValue> value =
              Optional.ofNullable(given.get(name))
                  .or(() -> input.fallback().map(it -> new PortValue.Inline(it.value())));
          all.put(
              name,
              value
                  .flatMap(found -> TypeMatch.convert(input.type(), found))
                  .<Source>map(Source.Known::new)
                  .or(() -> cut.map(_ -> new Source.LeftOut()))
                  .orElseThrow(
                      () -> new IllegalArgumentException("Input " + name + " is unchecked")));
        });
    return all;
  }
}
