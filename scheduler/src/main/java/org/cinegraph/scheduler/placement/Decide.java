package org.cinegraph.scheduler.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Predicate;

/// Places waiting works on workers.
///
/// Works are considered in the order of [Turns]. Each goes to a worker that offers exactly its
/// type, version and program, has its packages and takes it now; of several, to one that has most
/// of its packages loaded, then to the one with the fewest leases. The first work that only memory
/// keeps out reserves the worker where it is nearest to fitting, so smaller ones cannot starve it.
///
/// The memory of a worker's leases never exceeds what it has.
public final class Decide {
  private final List<Seat> seats;
  private final Turns turns;
  private final List<Placement> placements = new ArrayList<>();
  private final SequencedMap<UUID, WaitReason> waiting = new LinkedHashMap<>();
  private boolean reservationLeft = true;

  private Decide(Snapshot snapshot) {
    this.seats =
        snapshot.workers().stream()
            .sorted(Comparator.comparing(WorkerView::id))
            .map(Seat::new)
            .toList();
    this.turns = new Turns(snapshot);
  }

  public static Decision decide(Snapshot snapshot) {
    Decide decide = new Decide(snapshot);
    for (var work = decide.turns.next(); work.isPresent(); work = decide.turns.next()) {
      decide.consider(work.get());
    }
    return new Decision(decide.placements, decide.waiting);
  }

  private void consider(WaitingWork work) {
    if (work.backoff().isPositive()) {
      waiting.put(work.work(), new WaitReason.Backoff(work.backoff()));
      return;
    }
    List<Seat> offering = only(seats, seat -> seat.worker().offers().contains(work.type()));
    if (offering.isEmpty()) {
      waiting.put(work.work(), notOffered(work.type()));
      return;
    }
    List<Seat> labelled = only(offering, seat -> seat.hasLabelsOf(work));
    if (labelled.isEmpty()) {
      waiting.put(
          work.work(), new WaitReason.NoLabel(work.type().type(), unlabelled(work, offering)));
      return;
    }
    List<Seat> supplied = only(labelled, seat -> seat.has(work));
    if (supplied.isEmpty()) {
      waiting.put(work.work(), unsupplied(missing(work, labelled), labelled));
      return;
    }
    List<Seat> equipped =
        only(supplied, seat -> seat.worker().capacity().hasDeviceFor(work.demand()));
    if (equipped.isEmpty()) {
      waiting.put(work.work(), new WaitReason.NoGpu(work.type().type()));
      return;
    }
    List<Seat> large = only(equipped, seat -> seat.isLargeEnoughFor(work.demand()));
    if (large.isEmpty()) {
      waiting.put(work.work(), tooSmall(work, equipped));
      return;
    }
    place(work, large);
  }

  private void place(WaitingWork work, List<Seat> suitable) {
    Comparator<Seat> better =
        Comparator.comparingLong((Seat seat) -> seat.warmPackagesOf(work))
            .reversed()
            .thenComparingInt(Seat::leases)
            .thenComparing(Seat::id);
    suitable.stream()
        .filter(seat -> seat.takes(work.demand()))
        .min(better)
        .ifPresentOrElse(
            seat -> {
              seat.take(work.demand());
              placements.add(new Placement(work.work(), seat.id()));
              turns.placed(work);
            },
            () -> {
              reserveFor(work, suitable);
              waiting.put(work.work(), busy(suitable));
            });
  }

  private static WaitReason busy(List<Seat> suitable) {
    List<Seat> inUse = only(suitable, seat -> !seat.worker().drained());
    if (inUse.isEmpty()) {
      return new WaitReason.AllDrained(suitable.size());
    }
    List<Seat> starting = only(inUse, seat -> seat.worker().starting());
    return starting.isEmpty()
        ? new WaitReason.AllBusy(inUse.size())
        : new WaitReason.AllStarting(starting.size(), inUse.size() - starting.size());
  }

  private void reserveFor(WaitingWork work, List<Seat> suitable) {
    if (!reservationLeft) {
      return;
    }
    suitable.stream()
        .filter(Seat::hasCredit)
        .min(
            Comparator.comparingLong((Seat seat) -> seat.shortageFor(work.demand()))
                .thenComparing(Seat::id))
        .ifPresent(seat -> {
          seat.reserve();
          reservationLeft = false;
        });
  }

  private WaitReason notOffered(WorkType wanted) {
    if (seats.isEmpty()) {
      return new WaitReason.NoWorkerConnected(wanted.type(), wanted.version());
    }
    List<WorkType> namesakes =
        seats.stream()
            .flatMap(seat -> seat.worker().offers().stream())
            .filter(offered -> offered.type().equals(wanted.type()))
            .distinct()
            .sorted()
            .toList();
    List<WorkType> twins = only(namesakes, offered -> offered.version() == wanted.version());
    if (!twins.isEmpty()) {
      return new WaitReason.OtherProgram(
          wanted.type(),
          wanted.version(),
          wanted.program(),
          twins.stream().map(WorkType::program).toList());
    }
    return new WaitReason.NoWorkerOffers(
        wanted.type(),
        wanted.version(),
        namesakes.stream().map(WorkType::version).distinct().toList());
  }

  /// Those that no worker has; if each is somewhere, all, since no worker has them together.
  private static List<String> unlabelled(WaitingWork work, List<Seat> offering) {
    List<String> all = List.copyOf(work.demand().labels());
    List<String> nowhere =
        only(
            all,
            label -> offering.stream().noneMatch(seat -> seat.worker().labels().contains(label)));
    return nowhere.isEmpty() ? all : nowhere;
  }

  /// Those that no worker has; if each is somewhere, all, since no worker has them together.
  private static List<WaitingWork.Model> missing(WaitingWork work, List<Seat> offering) {
    List<WaitingWork.Model> nowhere =
        only(
            work.models(),
            model ->
                offering.stream()
                    .noneMatch(seat -> seat.worker().packages().contains(model.digest())));
    return nowhere.isEmpty() ? work.models() : nowhere;
  }

  private static WaitReason unsupplied(List<WaitingWork.Model> missing, List<Seat> offering) {
    return new WaitReason.NoModelPackage(
        missing,
        missing.stream()
            .flatMap(model ->
                offering.stream()
                    .map(seat -> Optional.ofNullable(seat.worker().unusable().get(model.name())))
                    .flatMap(Optional::stream))
            .distinct()
            .toList());
  }

  private static WaitReason tooSmall(WaitingWork work, List<Seat> equipped) {
    Capacity largest =
        equipped.stream()
            .map(seat -> seat.worker().capacity())
            .max(
                Comparator.comparingLong(
                    capacity -> capacity.gpu() ? capacity.gpuBytes() : capacity.hostBytes()))
            .orElseThrow();
    Capacity.Load load = largest.loadOf(work.demand());
    boolean gpu = largest.gpu() && load.gpuBytes() > largest.gpuBytes();
    return gpu
        ? new WaitReason.NoMemory(true, load.gpuBytes(), largest.gpuBytes())
        : new WaitReason.NoMemory(false, load.hostBytes(), largest.hostBytes());
  }

  private static <T> List<T> only(List<T> all, Predicate<T> wanted) {
    return all.stream().filter(wanted).toList();
  }
}
