package org.cinegraph.scheduler.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.scheduler.lease.HeldLease;
import org.cinegraph.scheduler.lease.LeaseTable;

/// The real table of leases beside a map of deadlines.
final class LeaseBook {
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(15);
  private static final Demand NOTHING = new Demand(Demand.DeviceClass.ANY, 0, 0, false);
  private static final Digest WRONG = Digest.of("a guess");
  private static final int REMEMBERED = 2_000;

  private final RandomGenerator random;
  private final LeaseTable table = new LeaseTable(this::now, TIME_TO_LIVE);
  private final SequencedMap<LeaseKey, Long> deadlines = new LinkedHashMap<>();
  private final Set<LeaseKey> givenUp = new LinkedHashSet<>();
  private final List<LeaseKey> everGiven = new ArrayList<>();
  private long now;

  LeaseBook(RandomGenerator random) {
    this.random = random;
  }

  private long now() {
    return now;
  }

  void granted(LeaseKey lease, UUID worker) {
    table.granted(new HeldLease(lease, worker, NOTHING));
    deadlines.put(lease, now + TIME_TO_LIVE.toNanos());
    everGiven.add(lease);
    if (everGiven.size() > REMEMBERED) {
      everGiven.removeFirst();
    }
  }

  void ended(LeaseKey lease) {
    table.ended(lease);
    deadlines.remove(lease);
    givenUp.remove(lease);
  }

  List<LeaseKey> open() {
    return List.copyOf(deadlines.keySet());
  }

  /// One that was given some time, be it open or over.
  LeaseKey any() {
    return everGiven.get(random.nextInt(everGiven.size()));
  }

  boolean isEmpty() {
    return everGiven.isEmpty();
  }

  /// Renews this many, one in ten of them with a wrong secret.
  void renew(int count) {
    for (int i = 0; i < count; i++) {
      LeaseKey lease = any();
      if (random.nextInt(10) == 0) {
        if (table.renew(new LeaseKey(lease.work(), lease.fence(), WRONG))) {
          throw new AssertionError("A guessed secret renews " + lease);
        }
      } else {
        boolean alive =
            deadlines.getOrDefault(lease, Long.MIN_VALUE) > now && !givenUp.contains(lease);
        if (table.renew(lease) != alive) {
          throw new AssertionError(
              "The renewal of %s is expected to %s".formatted(lease, alive ? "live" : "fail"));
        }
        if (alive) {
          deadlines.put(lease, now + TIME_TO_LIVE.toNanos());
        }
      }
    }
  }

  /// Lets time pass.
  ///
  /// @return leases whose time is up by that
  List<LeaseKey> pass(Duration time) {
    now += time.toNanos();
    List<LeaseKey> expected = new ArrayList<>();
    deadlines.forEach((lease, deadline) -> {
      if (deadline <= now && givenUp.add(lease)) {
        expected.add(lease);
      }
    });
    List<LeaseKey> expired = table.giveUpExpired().stream().map(HeldLease::key).toList();
    assertThat(expired).containsExactlyInAnyOrderElementsOf(expected);
    return expired;
  }

  /// Another process leads: every lease gets one full time to live.
  void takeOver(SequencedMap<LeaseKey, UUID> open) {
    table.clear();
    deadlines.clear();
    givenUp.clear();
    table.beginReconcile();
    table.reconcile(
        open.entrySet().stream()
            .map(lease -> new HeldLease(lease.getKey(), lease.getValue(), NOTHING))
            .toList());
    open.sequencedKeySet().forEach(lease -> deadlines.put(lease, now + TIME_TO_LIVE.toNanos()));
  }
}
