package org.cinegraph.server.api;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.cinegraph.proto.v1.RunEvents;
import org.cinegraph.proto.v1.WatchRunResponse;

/// One watcher of one run. Events come dense and in order, whatever is woken or missed: each round
/// reads from the number after the last one that was sent.
final class WatchRun {
  private static final int BATCH = 200;
  private static final Duration SWEEP = Duration.ofSeconds(1);

  /// As often as a person sees a number change. Progress comes far more often from many nodes.
  private static final Duration BETWEEN_NEWS = Duration.ofMillis(100);

  /// What happens meanwhile comes in one message. Nobody sees it, and of a busy run with many
  /// watchers it is most of the messages.
  private static final Duration GATHERING = Duration.ofMillis(40);

  private final RunFeed feed;
  private final boolean batches;
  private final RunNews news;
  private final WaitWords waits;
  private final Outflow<WatchRunResponse> out;
  private final LongSupplier nanoTime;
  private long sweptAt;
  private long newsAt;
  private boolean lastSent;

  /// @param batches whether the client takes several events in one message
  WatchRun(
      RunFeed feed,
      boolean batches,
      RunNews news,
      WaitWords waits,
      Outflow<WatchRunResponse> out,
      LongSupplier nanoTime) {
    this.feed = feed;
    this.batches = batches;
    this.news = news;
    this.waits = waits;
    this.out = out;
    this.nanoTime = nanoTime;
    this.sweptAt = nanoTime.getAsLong() - SWEEP.toNanos();
    this.newsAt = nanoTime.getAsLong() - BETWEEN_NEWS.toNanos();
  }

  /// Returns after the run's last event.
  void follow(long from) {
    long next = from;
    while (true) {
      List<ToldEvent> batch = feed.from(next, BATCH);
      if (!batch.isEmpty()) {
        // The last step of a node comes before its end.
        news.drain().forEach(out::send);
      }
      send(batch);
      next += batch.size();
      // A run that was recovered goes on behind what had been its last event.
      if (lastSent && feed.isOverBefore(next)) {
        return;
      }
      if (!batch.isEmpty()) {
        if (batches && batch.size() < BATCH) {
          out.rest(GATHERING);
        }
        continue;
      }
      Duration pause = SWEEP;
      if (isNewsDue()) {
        news.drain().forEach(out::send);
      } else {
        pause = BETWEEN_NEWS;
      }
      if (isSweepDue()) {
        RunFeed.Sweep sweep = feed.sweep();
        waits.news(sweep.nodes(), news).forEach(out::send);
        // A watcher may ask for what comes after the last event.
        if (RunFeed.isOver(sweep.run(), next)) {
          return;
        }
      }
      out.pause(pause);
    }
  }

  private boolean isNewsDue() {
    long now = nanoTime.getAsLong();
    boolean due = now - newsAt >= BETWEEN_NEWS.toNanos();
    if (due) {
      newsAt = now;
    }
    return due;
  }

  /// News of a sampling node come many times a second; the nodes need not be read for each.
  private boolean isSweepDue() {
    long now = nanoTime.getAsLong();
    boolean due = now - sweptAt >= SWEEP.toNanos();
    if (due) {
      sweptAt = now;
    }
    return due;
  }

  /// Events are dense: there are as many as the number grows by.
  private void send(List<ToldEvent> events) {
    for (ToldEvent event : events) {
      event.work().ifPresent(work -> news.learn(work, event.node()));
      lastSent = event.last();
    }
    if (batches && events.size() > 1) {
      RunEvents.Builder together = RunEvents.newBuilder();
      events.forEach(event -> together.addEvents(event.event()));
      out.send(WatchRunResponse.newBuilder().setEvents(together).build());
    } else {
      events.forEach(event -> out.send(event.message()));
    }
  }
}
