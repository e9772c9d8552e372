package org.cinegraph.bench.engine;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchFailure;
import org.cinegraph.bench.measure.BenchOption;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.measure.Spread;
import org.cinegraph.proto.v1.RunEvent;

/// `watchers`: how late a watcher of a run that many watch hears of what happens.
public final class WatchersBench implements Bench {
  private static final Goal P99 = new Goal.AtMost(200, 2_000);
  private static final BenchOption WATCHERS =
      new BenchOption("--watchers", 200, 1, "watchers of the run");

  /// A node that begins and one that ends every 20 ms: 100 events a second.
  private static final Duration EVERY = Duration.ofMillis(20);

  private static final int NODES = 1_000;

  /// Until every watcher has begun.
  private static final int SETTLED = 400;

  private static final double NANOS_PER_MILLI = 1e6;

  @Override
  public String name() {
    return "watchers";
  }

  @Override
  public String line() {
    return "ms from an event's transaction to a watcher, of 200 of one run with 100 events/s, goal"
        + " p99 <= 200";
  }

  @Override
  public List<BenchOption> options() {
    return List.of(WATCHERS);
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    int watchers = options.number(WATCHERS.name());
    Queue<Double> delays = new ConcurrentLinkedQueue<>();
    long begun;
    int events;
    try (BenchStack stack = BenchStack.open(progress);
        DispatchProbe worker = DispatchProbe.connect(stack.serverAddress(), stack.home().token())) {
      worker.hold();
      ByteString graph = stack.client().store(NoOpGraphs.fan(NODES));
      ByteString run = stack.client().submit(graph, 0);
      CountDownLatch ended = new CountDownLatch(watchers);
      Queue<RunEvent> heard = new ConcurrentLinkedQueue<>();
      for (int i = 0; i < watchers; i++) {
        boolean first = i == 0;
        stack
            .client()
            .watch(
                run,
                event -> {
                  hear(event, delays);
                  if (first) {
                    heard.add(event);
                  }
                },
                ended::countDown);
      }
      worker.pace(EVERY);
      worker.release();
      progress.say("%d watchers of a run of %d nodes ...".formatted(watchers, NODES));
      begun = System.nanoTime();
      ended.await();
      events = heard.size();
      progress.say("%d events in %.0f s".formatted(events, (System.nanoTime() - begun) / 1e9));
    }
    return result(new ArrayList<>(delays), watchers, events);
  }

  private static void hear(RunEvent event, Queue<Double> delays) {
    if (event.getNumber() > SETTLED) {
      Instant at = Instant.ofEpochSecond(event.getAt().getSeconds(), event.getAt().getNanos());
      delays.add(Duration.between(at, Instant.now()).toNanos() / NANOS_PER_MILLI);
    }
  }

  private Result result(List<Double> delays, int watchers, int events) {
    if (delays.size() < (long) watchers * (events - SETTLED)) {
      throw new BenchFailure(
          "%d watchers of %d events heard only %d".formatted(watchers, events, delays.size()));
    }
    return new Result(
        name(),
        List.of(
            Figure.of("p99", Spread.percentile(delays, 99), "ms", P99),
            Figure.of("p50", Spread.median(delays), "ms", Spread.of(delays), new Goal.None()),
            Figure.of("longest", Spread.percentile(delays, 100), "ms", new Goal.None())),
        List.of(
            "Every watcher heard every event of %d; the first %d do not count."
                .formatted(events, SETTLED),
            "All watchers are in one process, on one connection."));
  }
}
