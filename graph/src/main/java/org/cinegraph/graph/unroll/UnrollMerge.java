package org.cinegraph.graph.unroll;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.document.Expression;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.NodeForm;

/// Unrolls the choice of the first value that was not left out.
record UnrollMerge(Unrolling unrolling, Environment environment) {

  SequencedMap<String, Source> unroll(GraphNode node, NodeForm.Merge merge, String name) {
    List<Source> sources = new ArrayList<>();
    for (Expression candidate : merge.candidates()) {
      sources.add(
          new EvaluateExpression(unrolling, environment, name + "." + sources.size())
              .evaluate(candidate));
    }
    SequencedMap<String, Source> outputs = new LinkedHashMap<>();
    outputs.put(NodeForm.Merge.PORT, of(name, sources, node));
    return outputs;
  }

  /// What is decided needs no node: candidates that are left out are passed over, and nothing comes
  /// behind one that cannot be.
  Source of(String name, List<Source> candidates, GraphNode node) {
    List<Source> open = new ArrayList<>();
    for (Source candidate : candidates) {
      if (!candidate.isLeftOut()) {
        open.add(candidate);
        if (!candidate.isUnknown() && !unrolling.mayBeLeftOut(candidate)) {
          break;
        }
      }
    }
    if (open.isEmpty()) {
      return new Source.LeftOut();
    }
    if (open.stream().anyMatch(Source::isUnknown)) {
      return unrolling.pending(name, open, node.position());
    }
    if (open.size() == 1 && environment.conditions().isEmpty()) {
      return open.getFirst();
    }
    SequencedMap<String, Source> takes = new LinkedHashMap<>();
    open.forEach(source -> takes.put(Integer.toString(takes.size()), source));
    return unrolling.evaluate(
        name, new Operation.Merge(), takes, NodeForm.Merge.PORT, environment, node.position());
  }
}
