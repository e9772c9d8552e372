package org.cinegraph.bench.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.cinegraph.bench.chaos.StepLog.Step;

/// Sampler steps that were begun again because the attempt that had begun them was lost.
///
/// @param losses one for each attempt that a later one followed
record RepeatedSteps(List<Loss> losses) {
  RepeatedSteps {
    losses = List.copyOf(losses);
  }

  /// An attempt that a later one followed.
  ///
  /// @param at when it began its last step
  /// @param steps that it had begun and the later one began again
  record Loss(long at, int steps) {}

  static RepeatedSteps of(List<Step> all) {
    SequencedMap<String, SequencedMap<Long, List<Step>>> works = new LinkedHashMap<>();
    all.stream()
        .filter(Step::samples)
        .forEach(step ->
            works
                .computeIfAbsent(step.work(), _ -> new TreeMap<>())
                .computeIfAbsent(step.fence(), _ -> new ArrayList<>())
                .add(step));
    List<Loss> losses = new ArrayList<>();
    for (SequencedMap<Long, List<Step>> attempts : works.values()) {
      int reached = -1;
      long at = 0;
      for (Map.Entry<Long, List<Step>> attempt : attempts.entrySet()) {
        int first = attempt.getValue().getFirst().step();
        if (reached >= 0) {
          losses.add(new Loss(at, Math.max(0, reached - first + 1)));
        }
        reached = Math.max(reached, attempt.getValue().getLast().step());
        at = attempt.getValue().getLast().at();
      }
    }
    return new RepeatedSteps(losses);
  }

  int sum() {
    return losses.stream().mapToInt(Loss::steps).sum();
  }

  int most() {
    return losses.stream().mapToInt(Loss::steps).max().orElse(0);
  }
}
