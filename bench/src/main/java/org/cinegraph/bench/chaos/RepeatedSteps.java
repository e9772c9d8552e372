package org.cinegraph.bench.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cinegraph.bench.chaos.StepLog.Step;

/// Sampler steps that were begun again because the attempt that had begun them was lost.
///
/// @param perLoss for each attempt that a later one followed, the steps that it had begun and the
///   later one began again
record RepeatedSteps(List<Integer> perLoss) {
  RepeatedSteps {
    perLoss = List.copyOf(perLoss);
  }

  static RepeatedSteps of(List<Step> all) {
    SequencedMap<String, SequencedMap<Long, List<Step>>> works = new LinkedHashMap<>();
    all.stream()
        .filter(Step::samples)
        .forEach(step ->
            works
                .computeIfAbsent(step.work(), _ -> new java.util.TreeMap<>())
                .computeIfAbsent(step.fence(), _ -> new ArrayList<>())
                .add(step));
    List<Integer> losses = new ArrayList<>();
    for (SequencedMap<Long, List<Step>> attempts : works.values()) {
      int reached = -1;
      for (Map.Entry<Long, List<Step>> attempt : attempts.entrySet()) {
        int first = attempt.getValue().getFirst().step();
        if (reached >= 0) {
          losses.add(Math.max(0, reached - first + 1));
        }
        reached = Math.max(reached, attempt.getValue().getLast().step());
      }
    }
    return new RepeatedSteps(losses);
  }

  int sum() {
    return perLoss.stream().mapToInt(Integer::intValue).sum();
  }

  int most() {
    return perLoss.stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  long above(int bound) {
    return perLoss.stream().filter(steps -> steps > bound).count();
  }
}
