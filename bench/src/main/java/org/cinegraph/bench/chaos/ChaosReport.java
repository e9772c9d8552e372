package org.cinegraph.bench.chaos;

import java.util.List;
import java.util.OptionalDouble;

/// What a trial found.
///
/// @param finished renders that succeeded
/// @param lost renders that were accepted and did not succeed
/// @param duplicated nodes whose result was committed more than once
/// @param identical renders all of whose outputs have the digests of an undisturbed one
/// @param judged questions of renders that were answered
/// @param seconds that the trial took, without the undisturbed renders
record ChaosReport(
    ChaosOptions options,
    List<Struck> struck,
    int finished,
    int lost,
    int duplicated,
    int identical,
    int judged,
    RepeatedSteps repeated,
    double seconds) {
  /// A checkpoint is due after 2 s, which are four steps of at least 550 ms; the fifth may be in
  /// flight.
  static final int STEPS_BOUND = 5;

  ChaosReport {
    struck = List.copyOf(struck);
  }

  /// A blow that struck so shortly before the loss kept its last checkpoint from being recorded.
  private static final long SHORTLY_MS = 8_000;

  /// Losses that repeated more than the blows which struck shortly before them account for, an
  /// interval and the step in flight for each.
  List<RepeatedSteps.Loss> aboveBound() {
    return repeated.losses().stream()
        .filter(loss -> loss.steps() > STEPS_BOUND * Math.max(1, blowsBefore(loss)))
        .toList();
  }

  /// Losses that repeated more than one blow accounts for.
  long afterSeveralBlows() {
    return repeated.losses().stream().filter(loss -> loss.steps() > STEPS_BOUND).count()
        - aboveBound().size();
  }

  private long blowsBefore(RepeatedSteps.Loss loss) {
    return struck.stream()
        .filter(one -> one.at() >= loss.at() - SHORTLY_MS && one.at() <= loss.at() + 1_000)
        .count();
  }

  List<Struck> kills() {
    return struck.stream().filter(one -> one.blow().kills()).toList();
  }

  long killsThatHitSampling() {
    return kills().stream().filter(kill -> kill.samplers() > 0).count();
  }

  /// Of the kills of that kind, in seconds.
  List<Double> recoveries(Victim victim) {
    return kills().stream()
        .filter(kill -> kill.blow().victim() == victim)
        .map(Struck::recovery)
        .filter(OptionalDouble::isPresent)
        .map(OptionalDouble::getAsDouble)
        .toList();
  }

  /// Whether nothing was lost, made twice, made differently, or repeated beyond the bound.
  boolean holds() {
    return finished == options.renders()
        && lost == 0
        && duplicated == 0
        && identical == options.renders()
        && aboveBound().isEmpty();
  }
}
