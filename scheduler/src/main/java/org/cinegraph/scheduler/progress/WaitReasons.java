package org.cinegraph.scheduler.progress;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.cinegraph.scheduler.placement.Decision;
import org.cinegraph.scheduler.placement.Placement;
import org.cinegraph.scheduler.placement.WaitReason;

/// Why each waiting work waits, as of the leader's last look at it. Known to the leading process
/// alone, and lost with it. Written by one thread, read by any.
public final class WaitReasons {
  private final Map<UUID, WaitReason> reasons = new ConcurrentHashMap<>();
  private final Consumer<WorkNews> news;

  /// @param news hears of each reason that is new
  public WaitReasons(Consumer<WorkNews> news) {
    this.news = news;
  }

  /// Empty for a work that does not wait or that was not looked at yet.
  public Optional<WaitReason> of(UUID work) {
    return Optional.ofNullable(reasons.get(work));
  }

  /// Of all works that were looked at and wait.
  public List<WaitReason> all() {
    return List.copyOf(reasons.values());
  }

  /// Takes a decision over a part of the queue in.
  public void update(Decision decision) {
    decision.placements().stream().map(Placement::work).forEach(reasons::remove);
    decision
        .waiting()
        .forEach((work, reason) -> {
          WaitReason before = reasons.put(work, reason);
          if (before == null || isOther(before, reason)) {
            news.accept(new WorkNews.Waits(work, reason));
          }
        });
  }

  /// To a person: a pause that gets shorter within a second reads the same. Words are put together
  /// for the few that differ at all.
  private static boolean isOther(WaitReason before, WaitReason now) {
    return !before.equals(now) && !before.words().equals(now.words());
  }

  /// Forgets all works but these: the whole queue.
  public void retain(Collection<UUID> waiting) {
    Set<UUID> kept = new HashSet<>(waiting);
    reasons.keySet().removeIf(work -> !kept.contains(work));
  }

  public void clear() {
    reasons.clear();
  }
}
