package org.cinegraph.graph.document;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;

/// Reads the keys that make a node a loop.
record ReadLoop(String node, MappingReader reader, List<Problem> problems) {
  private static final List<String> NEEDS_LOOP = List.of("as", "index", "max-parallel", "on-error");
  private static final List<String> ON_ERROR =
      Arrays.stream(Loop.OnError.values()).map(it -> it.name().toLowerCase(Locale.ROOT)).toList();

  Optional<Loop> read() {
    Optional<Tree> over = reader.find("for-each");
    if (over.isEmpty()) {
      NEEDS_LOOP.forEach(this::refuse);
      return Optional.empty();
    }
    String item = name("as").orElse(Loop.ITEM);
    String index = name("index").orElse(Loop.INDEX);
    Optional<Integer> mostAtOnce =
        reader
            .find("max-parallel")
            .flatMap(tree -> reader.number("max-parallel", tree, 1, GraphLimits.ITEMS));
    Loop.OnError onError =
        reader
            .find("on-error")
            .flatMap(tree -> reader.choice("on-error", tree, ON_ERROR))
            .map(word -> Loop.OnError.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Loop.OnError.FAIL);
    Expression list = new ReadExpression("for-each of node " + node, problems).read(over.get());
    return Optional.of(new Loop(list, item, index, mostAtOnce, onError, over.get().position()));
  }

  private void refuse(String key) {
    Tree.Entry entry = reader.entries().get(key);
    if (entry != null) {
      problems.add(
          Problem.at(
                  entry.namePosition(),
                  "no-loop",
                  "Node %s has %s, but no for-each".formatted(node, key))
              .of(node)
              .hint("add for-each: $list, or take " + key + " out"));
    }
  }

  private Optional<String> name(String key) {
    return reader
        .find(key)
        .flatMap(tree ->
            reader
                .text(key, tree)
                .filter(text -> reader.nameIsRight("an item", text, tree.position())));
  }
}
