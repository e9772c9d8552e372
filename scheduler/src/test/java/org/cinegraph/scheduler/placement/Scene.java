package org.cinegraph.scheduler.placement;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.Demand.DeviceClass;
import org.cinegraph.graph.digest.Digest;

/// Works and workers for tests, with short names for ids.
final class Scene {
  static final Digest PROGRAM = Digest.of("program");
  static final WorkType SAMPLE = new WorkType("sample-latents", 2, PROGRAM);
  static final WaitingWork.Model TOYBOX = new WaitingWork.Model("toybox", Digest.of("toybox"));

  static final Owner RUN = owner(1, 1);

  private Scene() {}

  static Owner owner(int tenant, int run) {
    return new Owner(new UUID(8, tenant), new UUID(9, run));
  }

  static UUID id(int number) {
    return new UUID(7, number);
  }

  static WaitingWork work(int number) {
    return new WaitingWork(
        id(number),
        RUN,
        SAMPLE,
        List.of(),
        demand(DeviceClass.ANY, 0, 10),
        0,
        number,
        Duration.ZERO);
  }

  static WaitingWork with(WaitingWork work, Demand demand) {
    return new WaitingWork(
        work.work(),
        work.owner(),
        work.type(),
        work.models(),
        demand,
        work.priority(),
        work.age(),
        Duration.ZERO);
  }

  static WaitingWork with(WaitingWork work, WaitingWork.Model... models) {
    return new WaitingWork(
        work.work(),
        work.owner(),
        work.type(),
        List.of(models),
        work.demand(),
        work.priority(),
        work.age(),
        Duration.ZERO);
  }

  static WaitingWork withPriority(WaitingWork work, int priority) {
    return new WaitingWork(
        work.work(),
        work.owner(),
        work.type(),
        work.models(),
        work.demand(),
        priority,
        work.age(),
        Duration.ZERO);
  }

  static WaitingWork withBackoff(WaitingWork work, Duration backoff) {
    return new WaitingWork(
        work.work(),
        work.owner(),
        work.type(),
        work.models(),
        work.demand(),
        work.priority(),
        work.age(),
        backoff);
  }

  static Demand demand(DeviceClass device, long deviceBytes, long hostBytes) {
    return new Demand(device, deviceBytes, hostBytes, true);
  }

  static WaitingWork of(Owner owner, WaitingWork work) {
    return new WaitingWork(
        work.work(),
        owner,
        work.type(),
        work.models(),
        work.demand(),
        work.priority(),
        work.age(),
        work.backoff());
  }

  /// A worker without a GPU that is idle, offers [#SAMPLE] and has the toybox.
  static WorkerView worker(int number, int credits) {
    return new WorkerView(
        id(number),
        new TreeSet<>(Set.of(SAMPLE)),
        Set.of(TOYBOX.digest()),
        new Capacity(100, false, 0),
        credits,
        0,
        Capacity.Load.NONE,
        Set.of());
  }

  /// Its owner calls it so.
  static WorkerView labelled(WorkerView worker, String... labels) {
    return new WorkerView(
        worker.id(),
        worker.offers(),
        worker.packages(),
        worker.unusable(),
        worker.capacity(),
        worker.credits(),
        worker.leases(),
        worker.used(),
        worker.warm(),
        worker.drained(),
        worker.starting(),
        new TreeSet<>(List.of(labels)));
  }

  /// It asks for a worker that is called so.
  static WaitingWork asking(WaitingWork work, String... labels) {
    Demand demand = work.demand();
    return new WaitingWork(
        work.work(),
        work.owner(),
        work.type(),
        work.models(),
        new Demand(
            demand.device(),
            demand.deviceMemoryBytes(),
            demand.hostMemoryBytes(),
            demand.preemptible(),
            new TreeSet<>(List.of(labels))),
        work.priority(),
        work.age(),
        work.backoff());
  }

  /// A person keeps it free.
  static WorkerView drained(WorkerView worker) {
    return new WorkerView(
        worker.id(),
        worker.offers(),
        worker.packages(),
        worker.unusable(),
        worker.capacity(),
        worker.credits(),
        worker.leases(),
        worker.used(),
        worker.warm(),
        true,
        false);
  }

  /// It has connected this moment.
  static WorkerView starting(WorkerView worker) {
    return new WorkerView(
        worker.id(),
        worker.offers(),
        worker.packages(),
        worker.unusable(),
        worker.capacity(),
        0,
        0,
        worker.used(),
        worker.warm(),
        false,
        true);
  }

  /// It has the toybox, but in no state to be used.
  static WorkerView unable(WorkerView worker, String why) {
    return new WorkerView(
        worker.id(),
        worker.offers(),
        Set.of(),
        new TreeMap<>(Map.of(TOYBOX.name(), why)),
        worker.capacity(),
        worker.credits(),
        worker.leases(),
        worker.used(),
        worker.warm());
  }

  static WorkerView offering(WorkerView worker, WorkType... types) {
    return new WorkerView(
        worker.id(),
        new TreeSet<>(Set.of(types)),
        worker.packages(),
        worker.capacity(),
        worker.credits(),
        worker.leases(),
        worker.used(),
        worker.warm());
  }

  static WorkerView with(WorkerView worker, Capacity capacity) {
    return new WorkerView(
        worker.id(),
        worker.offers(),
        worker.packages(),
        capacity,
        worker.credits(),
        worker.leases(),
        worker.used(),
        worker.warm());
  }

  static WorkerView using(WorkerView worker, int leases, long hostBytes) {
    return new WorkerView(
        worker.id(),
        worker.offers(),
        worker.packages(),
        worker.capacity(),
        worker.credits(),
        leases,
        new Capacity.Load(hostBytes, 0),
        worker.warm());
  }

  static WorkerView warm(WorkerView worker, WaitingWork.Model model) {
    return new WorkerView(
        worker.id(),
        worker.offers(),
        worker.packages(),
        worker.capacity(),
        worker.credits(),
        worker.leases(),
        worker.used(),
        Set.of(model.digest()));
  }
}
