package org.cinegraph.graph.unroll;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.document.GraphBody;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.NodeForm;

/// The names of a node's outputs, where they all come to the same.
record Outputs(Unrolling unrolling, Environment environment) {

  SequencedMap<String, Source> of(GraphNode node, Source source) {
    SequencedMap<String, Source> outputs = new LinkedHashMap<>();
    names(node).forEach(name -> outputs.put(name, source));
    return outputs;
  }

  SequencedSet<String> names(GraphNode node) {
    return switch (node.form()) {
      case NodeForm.OfType type -> {
        SequencedSet<String> names = new LinkedHashSet<>();
        unrolling.catalog().find(type.type(), type.version()).stream()
            .flatMap(entry -> entry.declaration().outputs().stream())
            .map(OutputPort::name)
            .forEach(names::add);
        yield names;
      }
      case NodeForm.OfGraph graph -> {
        Optional<LinkedGraph> imported = environment.graph().imported(graph.graph());
        yield imported.orElseThrow().document().outputs().sequencedKeySet();
      }
      case NodeForm.Block(GraphBody body) -> body.outputs().sequencedKeySet();
      case NodeForm.Approval _ -> node.with().sequencedKeySet();
      case NodeForm.Merge _ -> {
        SequencedSet<String> names = new LinkedHashSet<>();
        names.add(NodeForm.Merge.PORT);
        yield names;
      }
    };
  }
}
