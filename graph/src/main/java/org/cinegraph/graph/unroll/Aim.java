package org.cinegraph.graph.unroll;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cinegraph.graph.document.NodePath;

/// Keeps watch for the node of a cut while a graph is unrolled: which way leads to it, what it
/// gives, and what has to be known before it can be reached.
final class Aim {
  private final Optional<Cut> cut;
  private final Optional<Pattern> pattern;
  private final List<Pattern> prefixes = new ArrayList<>();
  private final List<SequencedMap<String, Source>> reached = new ArrayList<>();

  /// Places of nodes that the run needs although nothing takes from them.
  private final SortedSet<Integer> roots = new TreeSet<>();

  private boolean inRounds;

  Aim(Optional<Cut> cut) {
    this.cut = cut;
    this.pattern = cut.map(it -> it.node().pattern());
    cut.map(Cut::node)
        .ifPresent(path -> {
          for (int depth = 0; depth < path.segments().size(); depth++) {
            prefixes.add(Pattern.compile(path.prefix(depth)));
          }
        });
  }

  boolean is(Cut.Kind kind) {
    return cut.filter(it -> it.kind() == kind).isPresent();
  }

  /// The node on the way among those whose names begin so.
  Optional<NodePath.Segment> next(String path) {
    int depth = (int) path.chars().filter(it -> it == '/').count();
    return depth < prefixes.size() && prefixes.get(depth).matcher(path).matches()
        ? cut.map(it -> it.node().segments().get(depth))
        : Optional.empty();
  }

  /// The round on the way, of a loop that is on the way.
  Optional<Integer> round(String path, String loop) {
    return next(path)
        .filter(segment -> segment.name().equals(loop))
        .flatMap(NodePath.Segment::round);
  }

  /// A node was unrolled.
  ///
  /// @param first the place of the first node that came of it
  void unrolled(String name, SequencedMap<String, Source> outputs, int first, int end) {
    if (pattern.isPresent() && pattern.get().matcher(name).matches()) {
      reached.add(outputs);
      inRounds |= rounds(name) > rounds(cut.orElseThrow().node().written());
      for (int place = first; outputs.isEmpty() && place < end; place++) {
        roots.add(place);
      }
    }
  }

  /// What is inside of a node cannot be told before something is known.
  void heldUp(String name, Source.Unknown unknown) {
    if (pattern.isPresent() && (isOnTheWay(name + "/") || isOnTheWay(name + "["))) {
      roots.add(unknown.node());
    }
  }

  private static long rounds(String name) {
    return name.chars().filter(it -> it == '[').count();
  }

  private boolean isOnTheWay(String beginning) {
    Matcher matcher = pattern.orElseThrow().matcher(beginning);
    return matcher.matches() || matcher.hitEnd();
  }

  SortedSet<Integer> roots() {
    return roots;
  }

  /// What the run delivers.
  ///
  /// @param outputs those of the graph
  SequencedMap<String, Source> outputs(SequencedMap<String, Source> outputs) {
    if (cut.isEmpty()) {
      return outputs;
    }
    SequencedMap<String, Source> all = new LinkedHashMap<>();
    if (is(Cut.Kind.UNTIL)) {
      all.putAll(outputs);
      all.values().removeIf(Source::isLeftOut);
    }
    delivered()
        .forEach((port, source) -> {
          if (!all.containsValue(source)) {
            all.put(free(all, port), source);
          }
        });
    return all;
  }

  /// What the node gives: of several rounds, lists of what they give.
  private SequencedMap<String, Source> delivered() {
    if (reached.isEmpty()) {
      return new LinkedHashMap<>();
    }
    if (!inRounds) {
      return reached.getFirst();
    }
    SequencedMap<String, Source> lists = new LinkedHashMap<>();
    for (String port : reached.getFirst().keySet()) {
      List<Source> items =
          reached.stream()
              .map(outputs -> Optional.ofNullable(outputs.get(port)).orElseThrow())
              .filter(source -> !source.isLeftOut())
              .toList();
      lists.put(port, Lists.of(items, Optional.empty()));
    }
    return lists;
  }

  private String free(SequencedMap<String, Source> outputs, String port) {
    String name = port;
    while (outputs.containsKey(name)) {
      name = cut.orElseThrow().node().segments().getLast().name() + "-" + name;
    }
    return name;
  }
}
