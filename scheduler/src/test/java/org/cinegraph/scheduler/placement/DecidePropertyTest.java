package org.cinegraph.scheduler.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.Demand.DeviceClass;
import org.cinegraph.graph.digest.Digest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random snapshots, each decision checked by hand-counting what every worker was given.
class DecidePropertyTest {
  static List<Integer> seeds() {
    return java.util.stream.IntStream.range(0, 100).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyWorkIsPlacedOnceOrHasAReason(int seed) {
    Snapshot snapshot = snapshot(new Random(seed));
    Decision decision = Decide.decide(snapshot);

    List<UUID> answered = new ArrayList<>(decision.waiting().keySet());
    decision.placements().forEach(placement -> answered.add(placement.work()));
    assertThat(answered)
        .containsExactlyInAnyOrderElementsOf(
            snapshot.waiting().stream().map(WaitingWork::work).toList());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noWorkerIsGivenMoreThanItHasOrWhatItCannotRun(int seed) {
    Snapshot snapshot = snapshot(new Random(seed));

    Map<UUID, long[]> given = given(snapshot, Decide.decide(snapshot));

    for (WorkerView worker : snapshot.workers()) {
      long[] sums = given.getOrDefault(worker.id(), new long[3]);
      assertThat(sums[0]).isLessThanOrEqualTo(worker.credits());
      if (sums[0] > 0) {
        assertThat(worker.used().hostBytes() + sums[1])
            .isLessThanOrEqualTo(worker.capacity().hostBytes());
        assertThat(worker.used().gpuBytes() + sums[2])
            .isLessThanOrEqualTo(worker.capacity().gpuBytes());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingWaitsBesideAFreeWorkerOfItsKindButForOneReservation(int seed) {
    Snapshot snapshot = snapshot(new Random(seed));
    Decision decision = Decide.decide(snapshot);
    Map<UUID, long[]> given = given(snapshot, decision);

    Set<UUID> couldTakeMore = new HashSet<>();
    for (WaitingWork work : snapshot.waiting()) {
      if (decision.waiting().containsKey(work.work()) && work.backoff().isZero()) {
        snapshot.workers().stream()
            .filter(worker -> runs(worker, work))
            .filter(worker -> fits(worker, given.getOrDefault(worker.id(), new long[3]), work))
            .forEach(worker -> couldTakeMore.add(worker.id()));
      }
    }
    assertThat(couldTakeMore).hasSizeLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theOrderOfTheSnapshotDoesNotMatter(int seed) {
    Snapshot snapshot = snapshot(new Random(seed));
    List<WaitingWork> waiting = new ArrayList<>(snapshot.waiting());
    List<WorkerView> workers = new ArrayList<>(snapshot.workers());
    Collections.shuffle(waiting, new Random(seed + 1));
    Collections.shuffle(workers, new Random(seed + 2));

    assertThat(Decide.decide(new Snapshot(waiting, workers, snapshot.shares())))
        .isEqualTo(Decide.decide(snapshot));
  }

  /// By worker: leases, host bytes, GPU bytes.
  private static Map<UUID, long[]> given(Snapshot snapshot, Decision decision) {
    Map<UUID, long[]> given = new HashMap<>();
    for (Placement placement : decision.placements()) {
      WaitingWork work = find(snapshot, placement.work());
      WorkerView worker =
          snapshot.workers().stream()
              .filter(w -> w.id().equals(placement.worker()))
              .findFirst()
              .orElseThrow();
      assertThat(runs(worker, work)).isTrue();
      long[] sums = given.computeIfAbsent(worker.id(), _ -> new long[3]);
      sums[0]++;
      sums[1] += hostBytes(worker, work);
      sums[2] += gpuBytes(worker, work);
    }
    return given;
  }

  private static boolean runs(WorkerView worker, WaitingWork work) {
    return worker.offers().contains(work.type())
        && work.models().stream().allMatch(m -> worker.packages().contains(m.digest()))
        && (work.demand().device() == DeviceClass.ANY || worker.capacity().gpu());
  }

  private static boolean fits(WorkerView worker, long[] sums, WaitingWork work) {
    return sums[0] < worker.credits()
        && worker.used().hostBytes() + sums[1] + hostBytes(worker, work)
            <= worker.capacity().hostBytes()
        && worker.used().gpuBytes() + sums[2] + gpuBytes(worker, work)
            <= worker.capacity().gpuBytes();
  }

  private static long hostBytes(WorkerView worker, WaitingWork work) {
    long host = work.demand().hostMemoryBytes();
    return worker.capacity().gpu() ? host : host + work.demand().deviceMemoryBytes();
  }

  private static long gpuBytes(WorkerView worker, WaitingWork work) {
    return worker.capacity().gpu() ? work.demand().deviceMemoryBytes() : 0;
  }

  private static WaitingWork find(Snapshot snapshot, UUID work) {
    return snapshot.waiting().stream().filter(w -> w.work().equals(work)).findFirst().orElseThrow();
  }

  private static Snapshot snapshot(Random random) {
    List<WaitingWork> waiting = new ArrayList<>();
    int works = random.nextInt(20);
    for (int i = 0; i < works; i++) {
      waiting.add(
          new WaitingWork(
              Scene.id(i),
              owner(random),
              type(random),
              random.nextInt(3) == 0 ? List.of(model(random)) : List.of(),
              new Demand(
                  random.nextInt(4) == 0 ? DeviceClass.GPU : DeviceClass.ANY,
                  random.nextInt(40),
                  random.nextInt(40),
                  true),
              random.nextInt(3),
              random.nextInt(10),
              random.nextInt(6) == 0 ? Duration.ofSeconds(1) : Duration.ZERO));
    }
    List<WorkerView> workers = new ArrayList<>();
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      workers.add(worker(random, 100 + i));
    }
    return new Snapshot(waiting, workers, shares(random));
  }

  private static Owner owner(Random random) {
    return Scene.owner(random.nextInt(2), random.nextInt(3));
  }

  private static Shares shares(Random random) {
    SortedMap<Owner, Integer> leases = new TreeMap<>();
    SortedMap<Owner, Long> lastTurn = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      leases.put(owner(random), random.nextInt(3));
      lastTurn.put(owner(random), (long) i);
    }
    return new Shares(leases, lastTurn);
  }

  private static WorkerView worker(Random random, int number) {
    SortedSet<WorkType> offers = new TreeSet<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      offers.add(type(random));
    }
    boolean gpu = random.nextBoolean();
    Set<Digest> packages = new HashSet<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      packages.add(model(random).digest());
    }
    return new WorkerView(
        Scene.id(number),
        offers,
        packages,
        new Capacity(random.nextInt(120), gpu, gpu ? random.nextInt(120) : 0),
        random.nextInt(4),
        random.nextInt(3),
        new Capacity.Load(random.nextInt(60), 0),
        random.nextBoolean() ? packages : Set.of());
  }

  private static WorkType type(Random random) {
    return new WorkType("type-" + random.nextInt(2), 1 + random.nextInt(2), Scene.PROGRAM);
  }

  private static WaitingWork.Model model(Random random) {
    String name = "model-" + random.nextInt(2);
    return new WaitingWork.Model(name, Digest.of(name));
  }
}
