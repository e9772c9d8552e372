package org.cinegraph.scheduler.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cinegraph.scheduler.placement.Scene.id;
import static org.cinegraph.scheduler.placement.Scene.of;
import static org.cinegraph.scheduler.placement.Scene.owner;
import static org.cinegraph.scheduler.placement.Scene.withPriority;
import static org.cinegraph.scheduler.placement.Scene.work;
import static org.cinegraph.scheduler.placement.Scene.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final Owner LARGE = owner(1, 1);
  private static final Owner SMALL = owner(1, 2);
  private static final Owner NEIGHBOUR = owner(2, 3);

  @Test
  void aRunThatCameLaterGetsEverySecondLease() {
    List<WaitingWork> waiting = waiting(LARGE, 0, 1_000);
    waiting.addAll(waiting(SMALL, 5_000, 3));

    assertThat(placed(waiting, Shares.NONE, 6))
        .containsExactly(id(0), id(5_000), id(1), id(5_001), id(2), id(5_002));
  }

  @Test
  void withASingleSlotRunsAlternate() {
    List<WaitingWork> waiting = waiting(LARGE, 0, 10);
    waiting.addAll(waiting(SMALL, 20, 10));
    List<Owner> served = new ArrayList<>();
    SortedMap<Owner, Long> lastTurn = new TreeMap<>();
    for (long turn = 1; turn <= 6; turn++) {
      var first = placed(waiting, new Shares(new TreeMap<>(), lastTurn), 1).getFirst();
      WaitingWork work =
          waiting.stream().filter(one -> one.work().equals(first)).findFirst().orElseThrow();
      waiting.remove(work);
      served.add(work.owner());
      lastTurn.put(work.owner(), turn);
    }

    assertThat(served).containsExactly(LARGE, SMALL, LARGE, SMALL, LARGE, SMALL);
  }

  @Test
  void whoHoldsLeasesWaitsUntilTheOthersHoldAsMany() {
    List<WaitingWork> waiting = waiting(LARGE, 0, 10);
    waiting.addAll(waiting(SMALL, 20, 10));
    SortedMap<Owner, Integer> leases = new TreeMap<>();
    leases.put(LARGE, 2);

    assertThat(placed(waiting, new Shares(leases, new TreeMap<>()), 3))
        .containsExactly(id(20), id(21), id(0));
  }

  @Test
  void tenantsShareEquallyHoweverManyRunsTheyHave() {
    List<WaitingWork> waiting = waiting(LARGE, 0, 10);
    waiting.addAll(waiting(SMALL, 20, 10));
    waiting.addAll(waiting(NEIGHBOUR, 40, 10));

    assertThat(placed(waiting, Shares.NONE, 6))
        .containsExactly(id(0), id(40), id(20), id(41), id(1), id(42));
  }

  @Test
  void aHigherPriorityComesBeforeAnyTurn() {
    List<WaitingWork> waiting = waiting(LARGE, 0, 10);
    waiting.add(of(SMALL, withPriority(work(20), 1)));
    waiting.add(of(SMALL, withPriority(work(21), 1)));

    assertThat(placed(waiting, Shares.NONE, 3)).containsExactly(id(20), id(21), id(0));
  }

  private static List<WaitingWork> waiting(Owner owner, int from, int works) {
    List<WaitingWork> waiting = new ArrayList<>();
    for (int number = from; number < from + works; number++) {
      waiting.add(of(owner, work(number)));
    }
    return waiting;
  }

  private static List<UUID> placed(List<WaitingWork> waiting, Shares shares, int credits) {
    var large = Scene.with(worker(1, credits), new Capacity(1_000_000, false, 0));
    return Decide.decide(new Snapshot(waiting, List.of(large), shares)).placements().stream()
        .map(Placement::work)
        .toList();
  }
}
