package org.cinegraph.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.bench.measure.Figure.Baseline;

/// A ratio of two durations on a machine that is never quiet: both sides take turns, who begins
/// changes from pair to pair, and each pair gives one ratio, so that what disturbs for a while
/// disturbs both. The value is the median of the ratios.
///
/// At least [#LEAST] pairs; more, up to a bound, while the spread of the ratios is wider than the
/// distance of their median to the goal, because then the pairs so far do not say on which side of
/// it the median lies.
public final class AlternatingPairs {
  public static final int LEAST = 10;

  private final Side ours;
  private final Side baseline;
  private final int warmUps;
  private final int most;

  /// @param warmUps pairs that are run first and not counted
  /// @param most pairs are counted at the most
  public AlternatingPairs(Side ours, Side baseline, int warmUps, int most) {
    if (most < LEAST) {
      throw new IllegalArgumentException("At least " + LEAST + " pairs, found " + most);
    }
    this.ours = ours;
    this.baseline = baseline;
    this.warmUps = warmUps;
    this.most = most;
  }

  /// @param goal of the ratio
  public Ratios measure(double goal, Bench.Progress progress) throws Exception {
    for (int pair = 0; pair < warmUps; pair++) {
      Pair run = run(pair);
      progress.say("warm-up %d of %d: %s".formatted(pair + 1, warmUps, run));
    }
    List<Pair> pairs = new ArrayList<>();
    while (pairs.size() < LEAST || (pairs.size() < most && new Ratios(pairs).isUnsettled(goal))) {
      pairs.add(run(pairs.size()));
      progress.say("pair %d: %s".formatted(pairs.size(), pairs.getLast()));
    }
    return new Ratios(pairs);
  }

  private Pair run(int number) throws Exception {
    if (number % 2 == 0) {
      double first = ours.seconds();
      return new Pair(first, baseline.seconds());
    }
    double first = baseline.seconds();
    return new Pair(ours.seconds(), first);
  }

  /// One of the two that take turns.
  @FunctionalInterface
  public interface Side {
    /// Does it once and says how long it took.
    double seconds() throws Exception;
  }

  /// One turn of each.
  public record Pair(double ours, double baseline) {
    double ratio() {
      return ours / baseline;
    }

    @Override
    public String toString() {
      return "%.3f s / %.3f s = %.3f".formatted(ours, baseline, ratio());
    }
  }

  /// What the pairs say.
  public record Ratios(List<Pair> pairs) {
    public Ratios {
      pairs = List.copyOf(pairs);
    }

    public double median() {
      return Spread.median(all());
    }

    public Spread spread() {
      return Spread.of(all());
    }

    /// Of our side, in seconds.
    public double ours() {
      return Spread.median(pairs.stream().map(Pair::ours).toList());
    }

    /// Of the other side, in seconds.
    public double baseline() {
      return Spread.median(pairs.stream().map(Pair::baseline).toList());
    }

    public Figure figure(String baselineName, Goal goal) {
      return new Figure(
          "ratio",
          median(),
          "",
          Optional.of(new Baseline(baselineName, baseline(), "s")),
          Optional.of(spread()),
          goal);
    }

    boolean isUnsettled(double goal) {
      return spread().width() > Math.abs(median() - goal);
    }

    private List<Double> all() {
      return pairs.stream().map(Pair::ratio).toList();
    }
  }
}
