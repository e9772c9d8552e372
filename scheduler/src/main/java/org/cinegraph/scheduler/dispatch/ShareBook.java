package org.cinegraph.scheduler.dispatch;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.cinegraph.scheduler.lease.HeldLease;
import org.cinegraph.scheduler.placement.Owner;
import org.cinegraph.scheduler.placement.Shares;

/// What runs got from this leader. In memory alone: with another leader all begin anew, and a lease
/// that was granted before counts for nobody. For one thread.
final class ShareBook {
  /// More runs than wait at the same time; who was served before all of these counts as never.
  private static final int MOST_RUNS = 1_000;

  private final SortedMap<UUID, Owner> granted = new TreeMap<>();
  private final SequencedMap<Owner, Long> lastTurn =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Owner, Long> eldest) {
          return size() > MOST_RUNS;
        }
      };
  private long turn;

  void granted(UUID work, Owner owner) {
    granted.put(work, owner);
    lastTurn.put(owner, ++turn);
  }

  /// @param open every lease that is open now
  Shares shares(Collection<HeldLease> open) {
    SortedMap<Owner, Integer> leases = new TreeMap<>();
    TreeSet<UUID> held = new TreeSet<>();
    for (HeldLease lease : open) {
      Owner owner = granted.get(lease.key().work());
      if (owner != null) {
        held.add(lease.key().work());
        leases.merge(owner, 1, Integer::sum);
      }
    }
    granted.keySet().retainAll(held);
    return new Shares(leases, new TreeMap<>(lastTurn));
  }
}
