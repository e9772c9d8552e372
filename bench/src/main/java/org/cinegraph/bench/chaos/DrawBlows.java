package org.cinegraph.bench.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.cinegraph.db.CrashPoint;

/// Draws what happens to the stack from a seed: the kills are shared out evenly among the four
/// kinds of processes, every second one of the control plane is at a named point, and after every
/// third kill something is suspended or cut.
final class DrawBlows {
  private static final int KILLS_PER_DISTURBANCE = 3;

  /// Longer than a lease lives: the work is given away, and its old holder wakes up later.
  private static final Duration WORKER_ASLEEP = Duration.ofSeconds(19);

  /// A run is submitted or stopped too seldom to be waited for.
  private static final List<CrashPoint> POINTS =
      List.of(
          CrashPoint.NODE_TAKEN_IN,
          CrashPoint.LEASE_GRANTED,
          CrashPoint.CHECKPOINT_RECEIVED,
          CrashPoint.REPORT_RECEIVED,
          CrashPoint.BEFORE_TELLING,
          CrashPoint.NODE_TOLD,
          CrashPoint.ARTIFACT_FILED);

  private final Random random;

  DrawBlows(Random random) {
    this.random = random;
  }

  /// @param kills how many of them kill
  List<Blow> draw(int kills) {
    List<Blow> deaths = new ArrayList<>();
    for (int i = 0; i < kills; i++) {
      Victim victim = Victim.values()[i % Victim.values().length];
      boolean atPoint = victim == Victim.CONTROL && i / Victim.values().length % 2 == 1;
      deaths.add(atPoint ? new Blow.CrashAt(any(POINTS)) : new Blow.Kill(victim));
    }
    Collections.shuffle(deaths, random);
    List<Blow> all = new ArrayList<>();
    for (Blow death : deaths) {
      all.add(death);
      if (all.size() % (KILLS_PER_DISTURBANCE + 1) == KILLS_PER_DISTURBANCE) {
        all.add(disturbance());
      }
    }
    return all;
  }

  private Blow disturbance() {
    return switch (random.nextInt(7)) {
      case 0 -> new Blow.Suspend(Victim.WORKER, WORKER_ASLEEP);
      case 1 -> new Blow.Suspend(Victim.CONTROL, seconds(2, 6));
      case 2 -> new Blow.Suspend(Victim.TEMPORAL, seconds(2, 6));
      case 3 -> new Blow.Suspend(Victim.POSTGRES, seconds(2, 6));
      case 4 -> new Blow.Cut(Victim.WORKER);
      case 5 -> new Blow.Cut(Victim.TEMPORAL);
      default -> new Blow.Cut(Victim.POSTGRES);
    };
  }

  /// How long the stack is left alone after it has recovered.
  Duration pause() {
    return Duration.ofMillis(300 + random.nextInt(2_700));
  }

  /// @param below exclusive
  int number(int below) {
    return random.nextInt(below);
  }

  private Duration seconds(int from, int to) {
    return Duration.ofMillis(1_000L * from + random.nextInt(1_000 * (to - from)));
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
