package org.cinegraph.graph.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cinegraph.graph.value.Value;

/// Changes a document as a value: what comes out is well-formed and nearly a graph. Everything is
/// drawn from one generator, so a seed names a document.
final class MutateTree {
  private static final List<String> KEYS =
      List.of(
          "graph",
          "text",
          "inputs",
          "imports",
          "nodes",
          "outputs",
          "type",
          "with",
          "default",
          "range",
          "for-each",
          "as",
          "index",
          "max-parallel",
          "on-error",
          "when",
          "merge",
          "approve",
          "edit",
          "timeout",
          "otherwise",
          "retry",
          "priority",
          "needs",
          "cache",
          "bypass",
          "title",
          "notes",
          "labels",
          "device",
          "memory",
          "failures",
          "item",
          "nobody",
          "",
          "$x",
          "a.b");
  private static final List<String> TEXTS =
      List.of(
          "",
          "$",
          "$$",
          "$item",
          "$index",
          "$item.x[3]",
          "$nobody.port",
          "$a.b[99999999999]",
          "${",
          "${item}",
          "${${x}}",
          "$a..b",
          "$a[-1]",
          "é\uD83D\uDE00\u202E",
          "\uD800",
          "\0",
          "text",
          "int",
          "list<list<text>>",
          "choice<a|b>",
          "choice<>",
          "list<",
          "any",
          "range",
          "compare",
          "join",
          "encode-text@1",
          "encode-text@99999999999",
          "9h",
          "1h30m",
          "12GiB",
          "skip",
          "refresh",
          "gpu",
          "part@1",
          "./shot.yaml",
          "../../etc/passwd",
          "true",
          "null");
  private static final long[] NUMBERS = {
    0, -1, 1, 2, 50_000, 50_001, 1_000_000_000, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
  };

  private final SplittableRandom random;
  private final List<Value> pool = new ArrayList<>();

  MutateTree(SplittableRandom random) {
    this.random = random;
  }

  /// One to four changes.
  Value mutate(Value document) {
    collect(document);
    Value mutated = document;
    for (int left = random.nextInt(1, 5); left > 0; left--) {
      mutated = change(mutated, 0);
    }
    return mutated;
  }

  private void collect(Value value) {
    pool.add(value);
    switch (value) {
      case Value.Items(List<Value> items) -> items.forEach(this::collect);
      case Value.Fields(SequencedMap<String, Value> fields) ->
          fields.values().forEach(this::collect);
      default -> {}
    }
  }

  /// Goes down to somewhere and changes what is there.
  private Value change(Value value, int depth) {
    if (depth > 0 && random.nextInt(5) == 0) {
      return replaced(value);
    }
    return switch (value) {
      case Value.Fields(SequencedMap<String, Value> fields) when !fields.isEmpty() ->
          fields(fields, depth);
      case Value.Items(List<Value> items) when !items.isEmpty() -> items(items, depth);
      default -> replaced(value);
    };
  }

  private Value fields(SequencedMap<String, Value> fields, int depth) {
    SequencedMap<String, Value> changed = new LinkedHashMap<>(fields);
    List<String> names = List.copyOf(fields.keySet());
    String name = pick(names);
    Value value = changed.getOrDefault(name, new Value.Nothing());
    switch (random.nextInt(depth == 0 ? 12 : 8)) {
      case 0 -> changed.remove(name);
      case 1 -> changed.put(pick(KEYS), value);
      case 2 -> changed.put(pick(KEYS), anything());
      case 3 -> {
        String other = pick(names);
        changed.put(name, changed.getOrDefault(other, value));
        changed.put(other, value);
      }
      case 4 -> changed.put(name, nested(name, value));
      default -> changed.put(name, change(value, depth + 1));
    }
    return new Value.Fields(changed);
  }

  private Value items(List<Value> items, int depth) {
    List<Value> changed = new ArrayList<>(items);
    int at = random.nextInt(items.size());
    switch (random.nextInt(5)) {
      case 0 -> changed.remove(at);
      case 1 -> changed.add(at, anything());
      case 2 -> changed.add(items.get(at));
      default -> changed.set(at, change(items.get(at), depth + 1));
    }
    return new Value.Items(changed);
  }

  private Value replaced(Value value) {
    return switch (random.nextInt(6)) {
      case 0 -> new Value.Items(List.of(value, value));
      case 1 -> deep(value);
      case 2 -> pick(pool);
      default -> anything();
    };
  }

  /// A node becomes a loop around itself, a few times over.
  private Value nested(String name, Value node) {
    Value nested = node;
    for (int left = random.nextInt(1, 12); left > 0; left--) {
      SequencedMap<String, Value> block = new LinkedHashMap<>();
      block.put(
          "for-each",
          random.nextBoolean()
              ? new Value.Items(List.of(anything(), anything(), anything()))
              : new Value.Text(pick(TEXTS)));
      block.put("nodes", Value.Fields.of(new TreeMap<>(Map.of(name, nested))));
      nested = new Value.Fields(block);
    }
    return nested;
  }

  private Value deep(Value value) {
    Value deep = value;
    for (int left = random.nextInt(1, 60); left > 0; left--) {
      deep = new Value.Items(List.of(deep));
    }
    return deep;
  }

  private Value anything() {
    return switch (random.nextInt(9)) {
      case 0 -> new Value.Nothing();
      case 1 -> new Value.Bool(random.nextBoolean());
      case 2 -> new Value.Int(NUMBERS[random.nextInt(NUMBERS.length)]);
      case 3 -> new Value.Float(random.nextBoolean() ? 1e308 : -0.5);
      case 4 -> new Value.Items(List.of());
      case 5 -> new Value.Fields(new TreeMap<>());
      case 6 -> new Value.Text("x".repeat(random.nextInt(2_000)));
      case 7 -> pick(pool);
      default -> new Value.Text(pick(TEXTS));
    };
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
