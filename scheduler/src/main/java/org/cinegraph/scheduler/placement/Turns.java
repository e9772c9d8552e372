package org.cinegraph.scheduler.placement;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// The order in which waiting works are considered: by priority; within a priority tenants take
/// turns, within a tenant its runs; within a run the oldest goes first.
///
/// The turn is that of whoever has the fewest leases; of several, of whoever was served longest
/// ago; of several that never were, of whoever has waited longest. So a run of ten nodes gets every
/// second lease beside one of fifty thousand, and two tenants get as many leases each, however many
/// runs they have.
final class Turns {
  private static final Comparator<WaitingWork> OLDEST =
      Comparator.comparingLong(WaitingWork::age).thenComparing(WaitingWork::work);

  private final Deque<Collection<Tenant>> classes = new ArrayDeque<>();
  private final SortedMap<UUID, Tally> ofTenants = new TreeMap<>();
  private final SortedMap<Owner, Tally> ofRuns = new TreeMap<>();
  private long turn;

  Turns(Snapshot snapshot) {
    Shares shares = snapshot.shares();
    shares
        .leases()
        .forEach((owner, leases) -> {
          ofRun(owner).leases += leases;
          ofTenant(owner.tenant()).leases += leases;
        });
    shares
        .lastTurn()
        .forEach((owner, last) -> {
          ofRun(owner).servedAt(last);
          ofTenant(owner.tenant()).servedAt(last);
          turn = Math.max(turn, last);
        });
    SortedMap<Integer, SortedMap<UUID, Tenant>> byPriority =
        new TreeMap<>(Comparator.reverseOrder());
    for (WaitingWork work : snapshot.waiting().stream().sorted(OLDEST).toList()) {
      byPriority
          .computeIfAbsent(work.priority(), _ -> new TreeMap<>())
          .computeIfAbsent(work.owner().tenant(), id -> new Tenant(ofTenant(id)))
          .add(work, ofRun(work.owner()));
    }
    byPriority.values().forEach(tenants -> classes.add(new ArrayList<>(tenants.values())));
  }

  /// The next work to be considered; each comes once.
  Optional<WaitingWork> next() {
    if (classes.isEmpty()) {
      return Optional.empty();
    }
    Collection<Tenant> tenants = classes.getFirst();
    Tenant tenant = tenants.stream().min(Tenant.TURN).orElseThrow();
    WaitingWork work = tenant.take();
    if (tenant.runs.isEmpty()) {
      tenants.remove(tenant);
    }
    if (tenants.isEmpty()) {
      classes.removeFirst();
    }
    return Optional.of(work);
  }

  /// The work that came last got a worker.
  void placed(WaitingWork work) {
    turn++;
    for (Tally tally : List.of(ofRun(work.owner()), ofTenant(work.owner().tenant()))) {
      tally.leases++;
      tally.servedAt(turn);
    }
  }

  private Tally ofRun(Owner owner) {
    return ofRuns.computeIfAbsent(owner, _ -> new Tally());
  }

  private Tally ofTenant(UUID tenant) {
    return ofTenants.computeIfAbsent(tenant, _ -> new Tally());
  }

  /// What somebody has had; whoever had less goes first.
  private static final class Tally implements Comparable<Tally> {
    private static final Comparator<Tally> ORDER =
        Comparator.<Tally>comparingInt(tally -> tally.leases)
            .thenComparingLong(tally -> tally.lastTurn);

    int leases;
    long lastTurn = Long.MIN_VALUE;

    void servedAt(long at) {
      lastTurn = Math.max(lastTurn, at);
    }

    @Override
    public int compareTo(Tally other) {
      return ORDER.compare(this, other);
    }
  }

  /// The waiting works of a run within a priority, the oldest first.
  private record Run(Tally tally, Queue<WaitingWork> works) {
    static final Comparator<Run> TURN =
        Comparator.comparing(Run::tally).thenComparing(run -> run.works().element(), OLDEST);
  }

  /// The waiting works of a tenant within a priority.
  private static final class Tenant {
    static final Comparator<Tenant> TURN =
        Comparator.<Tenant, Tally>comparing(tenant -> tenant.tally)
            .thenComparing(Tenant::oldest, OLDEST);

    final Tally tally;
    final SortedMap<Owner, Run> runs = new TreeMap<>();

    Tenant(Tally tally) {
      this.tally = tally;
    }

    void add(WaitingWork work, Tally ofRun) {
      runs.computeIfAbsent(work.owner(), _ -> new Run(ofRun, new ArrayDeque<>())).works().add(work);
    }

    WaitingWork oldest() {
      return runs.values().stream().map(run -> run.works().element()).min(OLDEST).orElseThrow();
    }

    WaitingWork take() {
      Run run = runs.values().stream().min(Run.TURN).orElseThrow();
      WaitingWork work = run.works().remove();
      if (run.works().isEmpty()) {
        runs.remove(work.owner());
      }
      return work;
    }
  }
}
