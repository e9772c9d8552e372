package org.cinegraph.scheduler.progress;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.cinegraph.scheduler.progress.WorkNews.Previewed;
import org.cinegraph.scheduler.progress.WorkNews.Progressed;

/// How far running works are and what they look like, keyed by work: who waits for it, in which
/// run, is the asker's knowledge. Holds the newest of each open lease whose worker is connected to
/// this process; safe to lose. Safe for any number of threads.
public final class ProgressBoard {
  private final Map<UUID, Progressed> progress = new ConcurrentHashMap<>();
  private final Map<UUID, Previewed> previews = new ConcurrentHashMap<>();
  private final List<Consumer<WorkNews>> listeners = new CopyOnWriteArrayList<>();

  /// How far the work is, if it runs and said so.
  public Optional<Progressed> of(UUID work) {
    return Optional.ofNullable(progress.get(work));
  }

  /// The newest picture of the work.
  public Optional<Previewed> preview(UUID work) {
    return Optional.ofNullable(previews.get(work));
  }

  /// Calls back with all news of all works, on threads of the scheduler: a listener takes what it
  /// wants and returns at once.
  public Subscription subscribe(Consumer<WorkNews> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  public void publish(WorkNews news) {
    switch (news) {
      case Progressed progressed -> progress.put(news.work(), progressed);
      case Previewed previewed -> previews.put(news.work(), previewed);
      case WorkNews.Waits _ -> forget(news.work());
    }
    listeners.forEach(listener -> listener.accept(news));
  }

  /// The work's lease is over.
  public void forget(UUID work) {
    progress.remove(work);
    previews.remove(work);
  }

  /// Ends the calling back.
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
