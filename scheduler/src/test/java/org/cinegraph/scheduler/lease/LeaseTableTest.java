package org.cinegraph.scheduler.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.digest.Digest;
import org.junit.jupiter.api.Test;

class LeaseTableTest {
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(15);
  private static final UUID WORK = new UUID(1, 1);

  private final ManualClock clock = new ManualClock();
  private final LeaseTable table = new LeaseTable(clock, TIME_TO_LIVE);

  @Test
  void aLeaseExpiresAtItsDeadlineAndNotBefore() {
    table.granted(lease(WORK, 1));

    clock.advance(TIME_TO_LIVE.minusNanos(1));
    assertThat(table.anyExpired()).isFalse();
    clock.advance(Duration.ofNanos(1));
    assertThat(table.giveUpExpired()).containsExactly(lease(WORK, 1));
  }

  @Test
  void aRenewalGivesOneTimeToLiveFromNow() {
    table.granted(lease(WORK, 1));
    clock.advance(Duration.ofSeconds(10));

    assertThat(table.renew(key(WORK, 1))).isTrue();
    assertThat(table.untilNextExpiry()).contains(TIME_TO_LIVE);
  }

  @Test
  void neitherAnOldFenceNorAWrongSecretRenews() {
    table.granted(lease(WORK, 2));

    assertThat(table.renew(key(WORK, 1))).isFalse();
    assertThat(table.renew(new LeaseKey(WORK, 2, Digest.of("guessed")))).isFalse();
    assertThat(table.renew(key(WORK, 2))).isTrue();
  }

  @Test
  void anExpiredLeaseCannotBeRenewedAndCountsUntilItHasEnded() {
    table.granted(lease(WORK, 1));
    clock.advance(TIME_TO_LIVE);

    assertThat(table.renew(key(WORK, 1))).isFalse();
    assertThat(table.giveUpExpired()).hasSize(1);
    assertThat(table.giveUpExpired()).isEmpty();
    assertThat(table.open()).hasSize(1);
    table.ended(key(WORK, 1));
    assertThat(table.open()).isEmpty();
  }

  @Test
  void theEndOfAnOldLeaseLeavesTheNewOneAlone() {
    table.granted(lease(WORK, 1));
    table.granted(lease(WORK, 2));
    table.ended(key(WORK, 1));

    assertThat(table.of(WORK)).contains(lease(WORK, 2));
  }

  @Test
  void timeInWhichNobodyListenedIsNotHeldAgainstAHolder() {
    table.granted(lease(WORK, 1));
    clock.advance(TIME_TO_LIVE.plusSeconds(3));
    table.forgive(Duration.ofSeconds(18));

    assertThat(table.anyExpired()).isFalse();
    assertThat(table.renew(key(WORK, 1))).isTrue();
  }

  @Test
  void whatANewLeaderFindsOpenGetsOneFullTimeToLive() {
    table.beginReconcile();

    assertThat(table.reconcile(List.of(lease(WORK, 4)))).containsExactly(lease(WORK, 4));
    assertThat(table.untilNextExpiry()).contains(TIME_TO_LIVE);
  }

  @Test
  void aLeaseThatEndsWhileTheOpenOnesAreReadIsNotTakenForOpen() {
    table.granted(lease(WORK, 1));
    table.beginReconcile();
    List<HeldLease> readBefore = List.of(lease(WORK, 1));
    table.ended(key(WORK, 1));

    assertThat(table.reconcile(readBefore)).isEmpty();
    assertThat(table.open()).isEmpty();
  }

  @Test
  void whatEndedElsewhereIsDropped() {
    table.granted(lease(WORK, 1));
    table.beginReconcile();
    table.reconcile(List.of());

    assertThat(table.open()).isEmpty();
  }

  @Test
  void randomOperationsAgreeWithANaiveModel() {
    for (int seed = 0; seed < 200; seed++) {
      agreeWithModel(new Random(seed));
    }
  }

  private static void agreeWithModel(Random random) {
    ManualClock time = new ManualClock();
    LeaseTable leases = new LeaseTable(time, TIME_TO_LIVE);
    NaiveLeases model = new NaiveLeases(time);
    for (int step = 0; step < 100; step++) {
      HeldLease lease = lease(new UUID(0, random.nextInt(4)), 1 + random.nextInt(4));
      switch (random.nextInt(5)) {
        case 0 -> {
          leases.granted(lease);
          model.granted(lease);
        }
        case 1 -> assertThat(leases.renew(lease.key())).isEqualTo(model.renew(lease));
        case 2 -> {
          leases.ended(lease.key());
          model.ended(lease);
        }
        case 3 -> time.advance(Duration.ofSeconds(random.nextInt(10)));
        default -> {
          List<HeldLease> late = model.late();
          assertThat(leases.giveUpExpired()).containsExactlyInAnyOrderElementsOf(late);
          late.forEach(expired -> leases.ended(expired.key()));
          late.forEach(model::ended);
        }
      }
      assertThat(leases.open()).containsExactlyInAnyOrderElementsOf(model.open());
    }
  }

  /// What leases are, as plainly as it can be said: at most one per work, each with a deadline.
  private static final class NaiveLeases {
    private final ManualClock time;
    private final Map<HeldLease, Long> deadlines = new LinkedHashMap<>();

    private NaiveLeases(ManualClock time) {
      this.time = time;
    }

    private void granted(HeldLease lease) {
      List<HeldLease> ofWork =
          deadlines.keySet().stream()
              .filter(open -> open.key().work().equals(lease.key().work()))
              .toList();
      if (ofWork.stream().allMatch(open -> open.key().fence() < lease.key().fence())) {
        ofWork.forEach(deadlines::remove);
        deadlines.put(lease, time.nanoTime() + TIME_TO_LIVE.toNanos());
      }
    }

    private boolean renew(HeldLease lease) {
      boolean alive = deadlines.containsKey(lease) && !late().contains(lease);
      if (alive) {
        deadlines.put(lease, time.nanoTime() + TIME_TO_LIVE.toNanos());
      }
      return alive;
    }

    private void ended(HeldLease lease) {
      deadlines.remove(lease);
    }

    private List<HeldLease> late() {
      return deadlines.entrySet().stream()
          .filter(entry -> entry.getValue() - time.nanoTime() <= 0)
          .map(Map.Entry::getKey)
          .toList();
    }

    private List<HeldLease> open() {
      return List.copyOf(deadlines.keySet());
    }
  }

  private static HeldLease lease(UUID work, long fence) {
    return new HeldLease(
        key(work, fence), new UUID(2, 2), new Demand(Demand.DeviceClass.ANY, 0, 0, true));
  }

  private static LeaseKey key(UUID work, long fence) {
    return new LeaseKey(work, fence, Digest.of("secret " + work + fence));
  }
}
