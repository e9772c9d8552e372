package org.cinegraph.bench.simulation;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The conditions at this moment of virtual time: how slow and how broken network and storage are.
final class Weather {
  private static final int REPEATED_ONE_IN = 20;
  private static final int ANSWER_LOST_ONE_IN = 100;
  private static final int ATTEMPT_FAILS_ONE_IN = 10;

  private final VirtualTime time;
  private final Set<Fault> faults;
  private final Map<Way, Long> partitionedUntil = new LinkedHashMap<>();
  private long networkSlowUntil;
  private long storageSlowUntil;
  private long storageAwayUntil;
  private boolean calm;

  /// From one worker to one control plane, whichever processes they are just now.
  record Way(int worker, int controlPlane) {}

  Weather(VirtualTime time, Set<Fault> faults) {
    this.time = time;
    this.faults = EnumSet.copyOf(faults);
  }

  boolean has(Fault fault) {
    return !calm && faults.contains(fault);
  }

  /// Everything works from now on.
  void calmDown() {
    calm = true;
    networkSlowUntil = 0;
    storageSlowUntil = 0;
    storageAwayUntil = 0;
    partitionedUntil.clear();
  }

  void slowNetwork(Duration how) {
    networkSlowUntil = time.now() + how.toNanos();
  }

  void slowStorage(Duration how) {
    storageSlowUntil = time.now() + how.toNanos();
  }

  void takeStorageAway(Duration how) {
    storageAwayUntil = time.now() + how.toNanos();
  }

  void partition(Way way, Duration how) {
    partitionedUntil.put(way, time.now() + how.toNanos());
  }

  /// When nothing keeps the two apart.
  long partitionedUntil(Way way) {
    return partitionedUntil.getOrDefault(way, 0L);
  }

  Duration networkDelay(RandomGenerator random) {
    int most = time.now() < networkSlowUntil ? 3_000_000 : 2_000;
    return Duration.ofNanos(1_000L * random.nextInt(200, most));
  }

  Duration storageDelay(RandomGenerator random) {
    if (!storageIsThere()) {
      return Duration.ofMillis(random.nextBoolean() ? 1 : random.nextInt(1, 2_000));
    }
    int most = time.now() < storageSlowUntil ? 2_000_000 : 2_000;
    return Duration.ofNanos(1_000L * random.nextInt(100, most));
  }

  boolean storageIsThere() {
    return time.now() >= storageAwayUntil;
  }

  boolean storageAnswerIsLost(RandomGenerator random) {
    return has(Fault.STORAGE_AWAY)
        && (!storageIsThere() || random.nextInt(ANSWER_LOST_ONE_IN) == 0);
  }

  boolean messageIsRepeated(RandomGenerator random) {
    return has(Fault.MESSAGE_REPEATED) && random.nextInt(REPEATED_ONE_IN) == 0;
  }

  boolean attemptFails(RandomGenerator random) {
    return has(Fault.ATTEMPT_FAILED) && random.nextInt(ATTEMPT_FAILS_ONE_IN) == 0;
  }
}
