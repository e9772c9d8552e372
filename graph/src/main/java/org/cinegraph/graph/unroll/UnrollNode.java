package org.cinegraph.graph.unroll;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.document.Argument;
import org.cinegraph.graph.document.GraphBody;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.Loop;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// Unrolls one node as written: its loop, its condition, what it is, its defaults.
record UnrollNode(Unrolling unrolling, Environment environment) {

  /// @return the node's outputs, by port
  SequencedMap<String, Source> unroll(GraphNode node) {
    String name = environment.path() + node.name();
    int first = unrolling.nodes().size();
    SequencedMap<String, Source> outputs =
        node.loop().isPresent()
            ? new UnrollLoop(unrolling, environment).unroll(node, node.loop().get(), name)
            : once(node, name);
    unrolling.aim().unrolled(name, outputs, first, unrolling.nodes().size());
    return outputs;
  }

  /// What it gives in a run that does not come to it.
  SequencedMap<String, Source> cutOff(GraphNode node) {
    SequencedMap<String, Source> outputs =
        new Outputs(unrolling, environment).of(node, new Source.LeftOut());
    if (node.loop().filter(loop -> loop.onError() == Loop.OnError.SKIP).isPresent()) {
      outputs.put(Loop.FAILURES, new Source.LeftOut());
    }
    return outputs;
  }

  /// @param name its path
  SequencedMap<String, Source> once(GraphNode node, String name) {
    unrolling.visit(node.position());
    if (node.when().isEmpty()) {
      return form(node, name, environment);
    }
    Source when =
        new EvaluateExpression(unrolling, environment, name + ".when").evaluate(node.when().get());
    return switch (when) {
      case Source.Known(PortValue.Inline(Value.Bool(boolean flag))) ->
          flag ? form(node, name, environment) : leftOut(node, name);
      case Source.LeftOut _ -> leftOut(node, name);
      case Source.Unknown unknown -> {
        unrolling.aim().heldUp(name, unknown);
        yield new Outputs(unrolling, environment).of(node, unknown);
      }
      case Source.Made _ -> conditional(node, name, when);
      case Source.Known _, Source.Listed _, Source.Mapped _ -> {
        unrolling.report(WrongValue.notABoolean(name, node.when().get().position(), when));
        yield leftOut(node, name);
      }
    };
  }

  private SequencedMap<String, Source> form(GraphNode node, String name, Environment environment) {
    return switch (node.form()) {
      case NodeForm.OfType type -> new UnrollTyped(unrolling, environment).unroll(node, type, name);
      case NodeForm.OfGraph graph ->
          new UnrollSubGraph(unrolling, environment).unroll(node, graph, name);
      case NodeForm.Block(GraphBody body) ->
          new UnrollBody(unrolling).unroll(body, environment.block(name));
      case NodeForm.Approval approval ->
          new UnrollApproval(unrolling, environment).unroll(node, approval, name);
      case NodeForm.Merge merge ->
          new UnrollMerge(unrolling, environment).unroll(node, merge, name);
    };
  }

  private SequencedMap<String, Source> leftOut(GraphNode node, String name) {
    SequencedMap<String, Source> outputs =
        new Outputs(unrolling, environment).of(node, new Source.LeftOut());
    node.fallbacks().forEach((port, given) -> outputs.put(port, fallback(name, port, given)));
    return outputs;
  }

  /// The run decides. What of the outputs does not come from nodes under the condition is put under
  /// it, and defaults take the place of what is left out.
  private SequencedMap<String, Source> conditional(GraphNode node, String name, Source when) {
    Environment under = environment.under(Optional.of(when));
    int first = unrolling.nodes().size();
    SequencedMap<String, Source> outputs = new LinkedHashMap<>();
    form(node, name, under)
        .forEach((port, source) -> {
          Source gated =
              source.nodes().anyMatch(made -> made >= first) || source.isLeftOut()
                  ? source
                  : new UnrollMerge(unrolling, under).of(name + "." + port, List.of(source), node);
          Argument fallback = node.fallbacks().get(port);
          outputs.put(
              port,
              fallback == null
                  ? gated
                  : new UnrollMerge(unrolling, environment)
                      .of(
                          name + "." + port + ".default",
                          List.of(gated, fallback(name, port, fallback)),
                          node));
        });
    return outputs;
  }

  private Source fallback(String name, String port, Argument given) {
    return new EvaluateExpression(unrolling, environment, name + ".default." + port)
        .evaluate(given.value());
  }
}
