package org.cinegraph.activities;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.cinegraph.db.CommitPace;
import org.cinegraph.db.StorageUnreachable;
import org.cinegraph.db.run.NodeState;
import org.cinegraph.db.run.TakeIn.Intake;

/// Takes nodes in on a thread of its own. What arrives while a transaction is under way goes into
/// the next one together; nothing waits for company after a quiet while.
final class GatherIntakes implements AutoCloseable {
  private final Function<List<Intake>, List<Optional<NodeState>>> takeIn;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Thread thread = Thread.ofPlatform().daemon().name("intake").unstarted(this::run);

  private GatherIntakes(Function<List<Intake>, List<Optional<NodeState>>> takeIn) {
    this.takeIn = takeIn;
  }

  private record Waiting(Intake intake, CompletableFuture<Optional<NodeState>> answer) {}

  /// @param takeIn takes in all of them or none
  static GatherIntakes start(Function<List<Intake>, List<Optional<NodeState>>> takeIn) {
    GatherIntakes gather = new GatherIntakes(takeIn);
    gather.thread.start();
    return gather;
  }

  /// Returns when the node is taken in.
  ///
  /// @return how it ended, if it has
  Optional<NodeState> take(Intake intake) {
    Waiting waiting = new Waiting(intake, new CompletableFuture<>());
    queue.add(waiting);
    try {
      return waiting.answer().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /// What was not taken in yet is taken in again by whoever runs its activity next.
  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    CommitPace pace = new CommitPace();
    List<Waiting> batch = new ArrayList<>();
    try {
      while (true) {
        batch.add(queue.take());
        pace.await();
        queue.drainTo(batch);
        takeAll(batch);
        pace.ended();
        batch.clear();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeAll(List<Waiting> batch) {
    try {
      List<Optional<NodeState>> answers =
          takeIn.apply(batch.stream().map(Waiting::intake).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).answer().complete(answers.get(i));
      }
    } catch (StorageUnreachable away) {
      batch.forEach(waiting -> waiting.answer().completeExceptionally(away));
    } catch (RuntimeException defect) {
      batch.forEach(this::takeAlone);
    }
  }

  /// One that cannot be taken in keeps no other one back.
  private void takeAlone(Waiting waiting) {
    try {
      waiting.answer().complete(takeIn.apply(List.of(waiting.intake())).getFirst());
    } catch (RuntimeException defect) {
      waiting.answer().completeExceptionally(defect);
    }
  }
}
