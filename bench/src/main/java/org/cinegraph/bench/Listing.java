package org.cinegraph.bench;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchOption;

/// What there is to measure, one line each, with the options below it.
final class Listing {
  private Listing() {}

  static List<String> lines(List<Bench> benches) {
    int widest = benches.stream().mapToInt(bench -> bench.name().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (Bench bench : benches) {
      lines.add(padded(bench.name(), widest) + "  " + bench.line());
      for (BenchOption option : bench.options()) {
        lines.add(
            "%s    %s N: %s (usually %d)"
                .formatted(" ".repeat(widest), option.name(), option.text(), option.usual()));
      }
    }
    return lines;
  }

  /// How one bench is used.
  static List<String> usage(Bench bench) {
    StringBuilder synopsis = new StringBuilder("Usage: cinegraph bench " + bench.name());
    bench.options().forEach(option -> synopsis.append(" [%s N]".formatted(option.name())));
    List<String> lines = new ArrayList<>(lines(List.of(bench)));
    lines.addFirst(synopsis + " [--json]");
    return lines;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
