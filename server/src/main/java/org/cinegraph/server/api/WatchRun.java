package org.cinegraph.server.api;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.cinegraph.db.run.Events;
import org.cinegraph.db.run.Events.StoredEvent;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.Runs;
import org.cinegraph.proto.v1.RunEvent;
import org.cinegraph.proto.v1.WatchRunResponse;

/// One watcher of one run. Events come dense and in order, whatever is woken or missed: each round
/// reads from the number after the last one that was sent.
final class WatchRun {
  private static final int BATCH = 200;
  private static final Duration SWEEP = Duration.ofSeconds(1);

  private final RunRow run;
  private final Runs runs;
  private final Events events;
  private final RunNews news;
  private final WaitWords waits;
  private final Outflow<WatchRunResponse> out;
  private final LongSupplier nanoTime;
  private long sweptAt;
  private boolean lastSent;

  WatchRun(
      RunRow run,
      Runs runs,
      Events events,
      RunNews news,
      WaitWords waits,
      Outflow<WatchRunResponse> out,
      LongSupplier nanoTime) {
    this.run = run;
    this.runs = runs;
    this.events = events;
    this.news = news;
    this.waits = waits;
    this.out = out;
    this.nanoTime = nanoTime;
    this.sweptAt = nanoTime.getAsLong() - SWEEP.toNanos();
  }

  /// Returns after the run's last event.
  void follow(long from) {
    long next = from;
    while (true) {
      List<StoredEvent> batch = events.from(run.tenant(), run.id(), next, BATCH);
      for (StoredEvent event : batch) {
        send(event);
        next = event.number() + 1;
      }
      // A run that was recovered goes on behind what had been its last event.
      if (lastSent && hasEndedBefore(next)) {
        return;
      }
      if (!batch.isEmpty()) {
        continue;
      }
      news.drain().forEach(out::send);
      if (isSweepDue()) {
        waits.news(news).forEach(out::send);
        if (hasEndedBefore(next)) {
          return;
        }
      }
      out.pause(SWEEP);
    }
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

  private void send(StoredEvent event) {
    news.learn(event);
    out.send(WatchRunResponse.newBuilder().setEvent(event(event)).build());
    lastSent =
        switch (event.type()) {
          case "run-succeeded", "run-failed", "run-stopped" -> true;
          default -> false;
        };
  }

  /// A watcher may ask for what comes after the last event.
  private boolean hasEndedBefore(long next) {
    RunRow now = runs.find(run.tenant(), run.id()).orElse(run);
    return now.state().ended() && next > now.lastEvent();
  }

  private static RunEvent event(StoredEvent event) {
    return RunEvent.newBuilder()
        .setNumber(event.number())
        .setType(event.type())
        .setNode(event.node().orElse(""))
        .setBodyJson(event.body())
        .setAt(WireTime.of(event.at()))
        .build();
  }
}
