package org.cinegraph.graph.document;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.declaration.Demand.DeviceClass;
import org.cinegraph.graph.document.Control.Cache;
import org.cinegraph.graph.document.Control.Needs;

/// Reads how a node is driven.
record ReadControl(String node, MappingReader reader, List<Problem> problems) {
  private static final List<String> CACHE = List.of("use", "off", "refresh");
  private static final List<String> DEVICES = List.of("any", "gpu");

  Control read() {
    Optional<Integer> retry =
        reader.find("retry").flatMap(tree -> reader.number("retry", tree, 1, GraphLimits.RETRY));
    // That of an approval is read with it.
    Optional<Duration> timeout =
        reader.entries().containsKey("approve")
            ? Optional.empty()
            : reader.find("timeout").flatMap(tree -> DurationText.read(node, tree, problems));
    int most = GraphLimits.PRIORITY;
    int priority =
        reader
            .find("priority")
            .flatMap(tree -> reader.number("priority", tree, -most, most))
            .orElse(0);
    Cache cache =
        reader
            .find("cache")
            .flatMap(tree -> reader.choice("cache", tree, CACHE))
            .map(word -> Cache.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Cache.USE);
    boolean bypass =
        reader.find("bypass").flatMap(tree -> reader.flag("bypass", tree)).orElse(false);
    return new Control(retry, timeout, priority, cache, bypass, needs());
  }

  private Needs needs() {
    return reader
        .find("needs")
        .flatMap(tree -> MappingReader.of("needs of node " + node, tree, problems))
        .map(this::needs)
        .orElse(Needs.NOTHING);
  }

  private Needs needs(MappingReader needs) {
    needs.allow(List.of("labels", "device", "memory"));
    Optional<DeviceClass> device =
        needs
            .find("device")
            .flatMap(tree -> needs.choice("device", tree, DEVICES))
            .map(word -> DeviceClass.valueOf(word.toUpperCase(Locale.ROOT)));
    Optional<Long> memory = needs.find("memory").flatMap(tree -> memory(needs, tree));
    SortedSet<String> labels = new TreeSet<>();
    needs
        .find("labels")
        .ifPresent(tree -> {
          if (tree instanceof Tree.Sequence(List<Tree> items, Position _, long _)) {
            items.forEach(item -> needs.text("labels", item).ifPresent(labels::add));
          } else {
            MappingReader.wrongKind("labels of node " + node, "a list of texts", tree, problems);
          }
        });
    return new Needs(labels, device, memory);
  }

  private Optional<Long> memory(MappingReader needs, Tree tree) {
    Optional<Long> bytes = needs.text("memory", tree).flatMap(BytesText::find);
    if (bytes.isEmpty() && !(tree instanceof Tree.Unreadable)) {
      problems.add(
          Problem.at(
                  tree.position(),
                  "bad-memory",
                  "The memory that node " + node + " needs is unusable")
              .of(node)
              .butFound("an amount such as 500MiB or 12GiB", tree.kind()));
    }
    return bytes;
  }
}
