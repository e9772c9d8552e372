package org.cinegraph.bench.simulation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.cinegraph.bench.simulation.StoredWork.State;
import org.cinegraph.db.work.Report;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.AnswerKind;
import org.cinegraph.proto.v1.WorkAnswer;
import org.cinegraph.workers.stream.HeldLease;
import org.cinegraph.workers.stream.WorkIds;

/// What holds after every event, however unlucky the moment. The first thing that does not is kept.
final class Invariants implements StoreModel.Witness {
  private final Simulation simulation;
  private final boolean onlyPlanesDie;
  private final Set<UUID> done = new java.util.LinkedHashSet<>();
  private Optional<String> violation = Optional.empty();

  Invariants(Simulation simulation, Set<Fault> faults) {
    this.simulation = simulation;
    this.onlyPlanesDie = faults.equals(EnumSet.of(Fault.CONTROL_PLANE_KILLED));
  }

  Optional<String> violation() {
    return violation;
  }

  void afterEvent() {
    Map<String, UUID> computing = new LinkedHashMap<>();
    for (SimulatedWorker worker : simulation.workers()) {
      if (worker.process().isRunning()) {
        for (SimulatedAttempt attempt : worker.attempts()) {
          if (worker.believesIn(attempt.lease())) {
            String work = work(attempt.lease());
            UUID other = computing.put(work, worker.id());
            check(other == null, "work %s computes on %s and on %s", work, other, worker.id());
          }
        }
      }
    }
  }

  /// Before the work is given to this worker, nobody else takes it for his own.
  @Override
  public void granted(StoredWork work, UUID to) {
    simulation.trace("granted " + work.id + " fence " + work.fence + " to " + to);
    check(!done.contains(work.id), "work %s is done and given away again", work.id);
    for (SimulatedWorker worker : simulation.workers()) {
      for (SimulatedAttempt attempt : new ArrayList<>(worker.attempts())) {
        if (work(attempt.lease()).equals(work.id.toString())) {
          check(
              worker.process().isCrashed() || !worker.believesIn(attempt.lease()),
              "work %s is given to %s with fence %s while %s takes fence %s for its own",
              work.id,
              to,
              work.fence,
              worker.id(),
              attempt.lease().name().getFence());
        }
      }
    }
    long used =
        simulation.works().stream()
            .filter(other -> other.open.isPresent() && other.open.get().worker().equals(to))
            .mapToLong(other -> other.request.demand().hostMemoryBytes())
            .sum();
    check(used <= SimulatedWorker.MEMORY, "worker %s is to hold %s bytes of leases", to, used);
  }

  @Override
  public void ended(StoredWork work, Report report) {
    simulation.trace("ended " + work.id + " by " + report.getClass().getSimpleName());
    check(
        report.lease().fence() == work.fence,
        "work %s with fence %s takes a report of fence %s",
        work.id,
        work.fence,
        report.lease().fence());
    if (report instanceof Report.Done) {
      check(done.add(work.id), "work %s is done twice", work.id);
    }
    if (onlyPlanesDie && report instanceof Report.Lost lost) {
      check(!lost.counts(), "work %s lost an attempt because control planes died", work.id);
      check(
          simulation.workers().stream()
              .flatMap(worker -> worker.attempts().stream())
              .noneMatch(attempt -> names(attempt.lease(), report)),
          "work %s was taken from the worker that computes it because control planes died",
          work.id);
    }
  }

  @Override
  public void woken(Optional<UUID> stop) {
    simulation.wake(stop);
  }

  /// A worker that is told that its report is safe can rely on it.
  void released(WorkAnswer answer) {
    String id = WorkIds.text(answer.getLease().getWorkId());
    if (answer.getKind() == AnswerKind.ANSWER_KIND_COMMITTED) {
      for (StoredWork work : simulation.works()) {
        check(
            !work.id.toString().equals(id)
                || work.open.isEmpty()
                || work.open.get().lease().fence() != answer.getLease().getFence(),
            "work %s was answered and its lease is open",
            id);
      }
    }
  }

  /// Nothing disturbs any more since long: all is over.
  void atTheEnd() {
    List<StoredWork> open =
        simulation.works().stream().filter(work -> !work.state.ended()).toList();
    check(
        open.isEmpty(),
        "%s works have not ended in time, the first is %s and %s",
        open.size(),
        open.isEmpty() ? "" : open.getFirst().id,
        open.isEmpty() ? "" : open.getFirst().state);
    for (SimulatedWorker worker : simulation.workers()) {
      check(worker.isIdle(), "worker %s holds leases of works that have ended", worker.id());
    }
    for (StoredWork work : simulation.works()) {
      check(
          done.contains(work.id) == (work.state == State.DONE),
          "work %s was done and is %s",
          work.id,
          work.state);
    }
  }

  void check(boolean holds, String otherwise, Object... about) {
    if (!holds && violation.isEmpty()) {
      violation = Optional.of(otherwise.formatted(about));
      simulation.trace("VIOLATION " + violation.get());
    }
  }

  private static boolean names(HeldLease lease, Report report) {
    return work(lease).equals(report.lease().work().toString())
        && lease.name().getFence() == report.lease().fence()
        && Digest.of(lease.name().getSecret().toByteArray()).equals(report.lease().secretDigest());
  }

  private static String work(HeldLease lease) {
    return WorkIds.text(lease.name().getWorkId());
  }
}
