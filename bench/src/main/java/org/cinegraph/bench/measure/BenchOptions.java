package org.cinegraph.bench.measure;

import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.cinegraph.graph.check.NearestNames;

/// What a caller chose, checked against what a bench declares.
public final class BenchOptions {
  private final SequencedMap<String, Integer> values = new TreeMap<>();

  private BenchOptions() {}

  /// @param arguments `--name number`, any number of times; the last one holds
  /// @throws WrongUse with one sentence
  public static BenchOptions parse(Bench bench, List<String> arguments) {
    BenchOptions options = new BenchOptions();
    bench.options().forEach(option -> options.values.put(option.name(), option.usual()));
    for (int at = 0; at < arguments.size(); at += 2) {
      BenchOption option = option(bench, arguments.get(at));
      if (at + 1 == arguments.size()) {
        throw new WrongUse("%s needs a number after it".formatted(option.name()));
      }
      options.values.put(option.name(), number(option, arguments.get(at + 1)));
    }
    return options;
  }

  /// @throws IllegalArgumentException the bench does not declare it
  public int number(String name) {
    Integer value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("Undeclared option " + name);
    }
    return value;
  }

  private static BenchOption option(Bench bench, String given) {
    List<String> known = bench.options().stream().map(BenchOption::name).toList();
    return bench.options().stream()
        .filter(option -> option.name().equals(given))
        .findFirst()
        .orElseThrow(() ->
            new WrongUse(
                "The bench %s has no option %s%s"
                    .formatted(
                        bench.name(),
                        given,
                        NearestNames.hint(given, known).map(hint -> ": " + hint).orElse(""))));
  }

  private static int number(BenchOption option, String given) {
    try {
      int number = Integer.parseInt(given);
      if (number >= option.least()) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered with the same sentence as a number that is too small.
    }
    throw new WrongUse(
        "%s must be a whole number of at least %d, found %s"
            .formatted(option.name(), option.least(), given));
  }
}
