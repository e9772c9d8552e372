package org.cinegraph.graph.unroll;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.document.Control;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.document.Loop;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// Unrolls a loop: the node once for each item, and a node that puts the items' outputs into lists.
record UnrollLoop(Unrolling unrolling, Environment environment) {

  SequencedMap<String, Source> unroll(GraphNode node, Loop loop, String name) {
    Source over =
        new EvaluateExpression(unrolling, environment, name + ".list").evaluate(loop.over());
    return switch (over) {
      case Source.LeftOut left -> outputs(node, loop, left);
      case Source.Unknown unknown -> heldUp(node, loop, name, unknown);
      case Source.Listed(List<Source> items, Optional<Source.Made> _) ->
          items(node, loop, name, items);
      case Source.Known(PortValue list) -> known(node, loop, name, list, over);
      case Source.Made made -> fannedOut(node, loop, name, made);
      case Source.Mapped _ -> notAList(node, loop, name, over);
    };
  }

  private SequencedMap<String, Source> known(
      GraphNode node, Loop loop, String name, PortValue list, Source over) {
    return Lists.items(list)
        .map(items -> items(node, loop, name, items))
        .orElseGet(() -> notAList(node, loop, name, over));
  }

  private SequencedMap<String, Source> notAList(
      GraphNode node, Loop loop, String name, Source over) {
    unrolling.report(WrongValue.notAList(name, loop.position(), over));
    return outputs(node, loop, new Source.LeftOut());
  }

  /// The list is made in the run.
  private SequencedMap<String, Source> fannedOut(
      GraphNode node, Loop loop, String name, Source.Made list) {
    SequencedMap<String, Source> takes = new LinkedHashMap<>();
    takes.put("list", list);
    String fanOut = name + ".for-each";
    int place =
        unrolling.add(
            fanOut,
            new Operation.FanOut(),
            takes,
            environment.conditions(),
            Control.UNSAID,
            loop.position());
    if (unrolling.lists().leftOut().contains(fanOut)) {
      return outputs(node, loop, new Source.LeftOut());
    }
    return unrolling
        .lists()
        .list(fanOut)
        .map(known -> known(node, loop, name, known, new Source.Known(known)))
        .orElseGet(() -> heldUp(node, loop, name, new Source.Unknown(place)));
  }

  private SequencedMap<String, Source> heldUp(
      GraphNode node, Loop loop, String name, Source.Unknown unknown) {
    unrolling.aim().heldUp(name, unknown);
    return outputs(node, loop, unknown);
  }

  private SequencedMap<String, Source> items(
      GraphNode node, Loop loop, String name, List<Source> items) {
    if (items.size() > GraphLimits.ITEMS) {
      unrolling.report(
          Problem.at(loop.position(), "too-many-items", "Node " + name + " has too many items")
              .of(name)
              .butFound("at most " + GraphLimits.ITEMS, Integer.toString(items.size())));
      return outputs(node, loop, new Source.LeftOut());
    }
    unrolling
        .aim()
        .round(environment.path(), node.name())
        .filter(round -> round >= items.size())
        .ifPresent(round -> unrolling.report(noSuchRound(loop, name, round, items.size())));
    Rounds rounds = new Rounds(unrolling, loop.mostAtOnce());
    List<SequencedMap<String, Source>> outputs = new ArrayList<>(items.size());
    for (int index = 0; index < items.size() && !unrolling.isFull(); index++) {
      SequencedMap<String, Source> variables = new LinkedHashMap<>();
      variables.put(loop.item(), items.get(index));
      variables.put(loop.index(), new Source.Known(new PortValue.Inline(new Value.Int(index))));
      String round = name + "[" + index + "]";
      UnrollNode inside = new UnrollNode(unrolling, environment.inside(variables));
      int first = unrolling.nodes().size();
      SequencedMap<String, Source> made =
          rounds.run(
              round,
              node.position(),
              () -> inside.once(node.once(), round),
              unknown -> {
                unrolling.aim().heldUp(round, unknown);
                return new Outputs(unrolling, environment).of(node, unknown);
              });
      unrolling.aim().unrolled(round, made, first, unrolling.nodes().size());
      outputs.add(made);
    }
    return new CollectItems(unrolling, environment)
        .collect(node, loop, name, new Outputs(unrolling, environment).names(node), outputs);
  }

  private static Problem noSuchRound(Loop loop, String name, int round, int rounds) {
    return Problem.at(
            loop.position(),
            "unknown-round",
            "Loop %s has no round %d to cut the graph at".formatted(name, round))
        .of(name)
        .butFound("a round of %d, counted from 0".formatted(rounds), Integer.toString(round));
  }

  private SequencedMap<String, Source> outputs(GraphNode node, Loop loop, Source source) {
    SequencedMap<String, Source> outputs = new Outputs(unrolling, environment).of(node, source);
    if (loop.onError() == Loop.OnError.SKIP) {
      outputs.put(Loop.FAILURES, source);
    }
    return outputs;
  }
}
