package org.cinegraph.scheduler.placement;

import java.util.UUID;
import org.cinegraph.graph.declaration.Demand;

/// What is left of a worker while a decision is made.
final class Seat {
  private final WorkerView worker;
  private int credits;
  private int leases;
  private Capacity.Load used;
  private boolean reserved;

  Seat(WorkerView worker) {
    this.worker = worker;
    this.credits = worker.credits();
    this.leases = worker.leases();
    this.used = worker.used();
  }

  UUID id() {
    return worker.id();
  }

  WorkerView worker() {
    return worker;
  }

  int leases() {
    return leases;
  }

  /// How much memory is missing for the demand.
  long shortageFor(Demand demand) {
    return worker.capacity().shortage(used.plus(worker.capacity().loadOf(demand)));
  }

  boolean has(WaitingWork work) {
    return work.models().stream().allMatch(model -> worker.packages().contains(model.digest()));
  }

  boolean hasLabelsOf(WaitingWork work) {
    return worker.labels().containsAll(work.demand().labels());
  }

  boolean hasCredit() {
    return credits > 0 && !worker.drained();
  }

  boolean isLargeEnoughFor(Demand demand) {
    return worker.capacity().holds(worker.capacity().loadOf(demand));
  }

  boolean takes(Demand demand) {
    return hasCredit()
        && !reserved
        && worker.capacity().holds(used.plus(worker.capacity().loadOf(demand)));
  }

  long warmPackagesOf(WaitingWork work) {
    return work.models().stream().filter(model -> worker.warm().contains(model.digest())).count();
  }

  void take(Demand demand) {
    credits--;
    leases++;
    used = used.plus(worker.capacity().loadOf(demand));
  }

  /// Lets nothing more in, so that what runs here makes room for a large work in front.
  void reserve() {
    reserved = true;
  }
}
