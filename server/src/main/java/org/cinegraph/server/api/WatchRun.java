package org.cinegraph.server.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
  private final Optional<GroupNews> groups;
  private final RunNews news;
  private final WaitWords waits;
  private final Outflow<WatchRunResponse> out;
  private final LongSupplier nanoTime;
  private long sweptAt;
  private long newsAt;
  private long groupsAt;
  private boolean lastSent;

  /// @param batches whether the client takes several events in one message
  /// @param groups for a client that is told of groups
  WatchRun(
      RunFeed feed,
      boolean batches,
      Optional<GroupNews> groups,
      RunNews news,
      WaitWords waits,
      Outflow<WatchRunResponse> out,
      LongSupplier nanoTime) {
    this.feed = feed;
    this.batches = batches;
    this.groups = groups;
    this.news = news;
    this.waits = waits;
    this.out = out;
    this.nanoTime = nanoTime;
    this.sweptAt = nanoTime.getAsLong() - SWEEP.toNanos();
    this.newsAt = nanoTime.getAsLong() - BETWEEN_NEWS.toNanos();
    this.groupsAt = sweptAt;
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
        tellGroups(next - 1);
        return;
      }
      tellGroupsIfDue();
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
          tellGroups(next - 1);
          return;
        }
      }
      out.pause(pause);
    }
  }

  /// Also while events come without a pause.
  private void tellGroupsIfDue() {
    if (isDue(groupsAt, SWEEP)) {
      groupsAt = nanoTime.getAsLong();
      tellGroups(0);
    }
  }

  /// @param event the newest that must be counted
  private void tellGroups(long event) {
    groups.ifPresent(told -> told.news(feed.groups(event)).forEach(out::send));
  }

  private boolean isNewsDue() {
    boolean due = isDue(newsAt, BETWEEN_NEWS);
    if (due) {
      newsAt = nanoTime.getAsLong();
    }
    return due;
  }

  /// News of a sampling node come many times a second; the nodes need not be read for each.
  private boolean isSweepDue() {
    boolean due = isDue(sweptAt, SWEEP);
    if (due) {
      sweptAt = nanoTime.getAsLong();
    }
    return due;
  }

  private boolean isDue(long last, Duration every) {
    return nanoTime.getAsLong() - last >= every.toNanos();
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
