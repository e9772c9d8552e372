package org.cinegraph.bench.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.cinegraph.bench.measure.Bench.Progress;
import org.cinegraph.bench.measure.BenchFailure;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.server.stack.FileTree;

/// One trial: renders go on in a stack that is hurt again and again, then the same renders in an
/// undisturbed stack with a store and a memo of its own, and the two are compared.
final class Chaos {
  private static final int WORKERS = 2;
  private static final int MOST_IN_FLIGHT = 4;
  private static final long PAUSE_MS = 200;
  private static final long LAST_PATIENCE_MS = 300_000;
  private static final double MILLIS_PER_SECOND = 1e3;

  private final Path root;
  private final ChaosOptions options;
  private final Progress progress;

  /// @param root of the built source tree
  Chaos(Path root, ChaosOptions options, Progress progress) {
    this.root = root;
    this.options = options;
    this.progress = progress;
  }

  ChaosReport run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("cinegraph-chaos-");
    try {
      return run(folder);
    } finally {
      FileTree.delete(folder);
    }
  }

  private ChaosReport run(Path folder) throws IOException, InterruptedException {
    List<Struck> struck = new ArrayList<>();
    SequencedMap<Integer, GetRunResponse> ended;
    int duplicated = 0;
    RepeatedSteps repeated;
    int judged;
    long begun = System.currentTimeMillis();
    try (HurtStack stack = HurtStack.start(root, folder, WORKERS, options.without())) {
      Renders renders = new Renders(stack.control());
      hurt(stack, renders, struck);
      ended = renders.ended();
      judged = renders.judged();
      for (GetRunResponse run : ended.values()) {
        duplicated += renders.committedTwice(run);
        if (!Renders.succeeded(run)) {
          renders.story(run).forEach(progress::say);
        }
      }
      repeated = RepeatedSteps.of(stack.steps().all());
    }
    double seconds = (System.currentTimeMillis() - begun) / MILLIS_PER_SECOND;
    int finished = (int) ended.values().stream().filter(Renders::succeeded).count();
    return new ChaosReport(
        options,
        struck,
        finished,
        options.renders() - finished,
        duplicated,
        identical(ended),
        judged,
        repeated,
        seconds);
  }

  private void hurt(HurtStack stack, Renders renders, List<Struck> struck)
      throws IOException, InterruptedException {
    DrawBlows draw = new DrawBlows(new Random(options.seed()));
    Strike strike = new Strike(stack, draw);
    int kills = 0;
    int begun = begin(renders, 0, 0);
    awaitSampling(stack);
    for (Blow blow : draw.draw(options.kills())) {
      Thread.sleep(draw.pause());
      begun = begin(renders, begun, kills);
      Struck one = strike.strike(blow);
      struck.add(one);
      kills += one.blow().kills() ? 1 : 0;
      progress.say(sentence(kills, renders, one));
    }
    begin(renders, begun, options.kills());
    long end = System.currentTimeMillis() + LAST_PATIENCE_MS;
    while (renders.inFlight() > 0 && System.currentTimeMillis() < end) {
      Thread.sleep(PAUSE_MS);
      renders.look();
    }
  }

  /// A stack that is still starting is nothing to hurt.
  private static void awaitSampling(HurtStack stack) throws InterruptedException {
    long end = System.currentTimeMillis() + LAST_PATIENCE_MS;
    while (stack.steps().all().stream().noneMatch(StepLog.Step::samples)) {
      if (System.currentTimeMillis() > end) {
        throw new BenchFailure("No render began to sample.");
      }
      Thread.sleep(PAUSE_MS);
    }
  }

  /// Starts as many renders as belong to so many kills, so that there are some until the last one.
  ///
  /// @return how many have been started
  private int begin(Renders renders, int begun, int kills) throws InterruptedException {
    renders.look();
    int due = Math.ceilDiv(options.renders() * kills, options.kills()) + MOST_IN_FLIGHT / 2;
    int next = begun;
    boolean last = kills == options.kills();
    while (next < options.renders()
        && (last || (next < due && renders.inFlight() < MOST_IN_FLIGHT))) {
      renders.submit(++next, "chaos-" + options.seed());
    }
    return next;
  }

  private String sentence(int kills, Renders renders, Struck one) {
    return "%d of %d kills, %d of %d renders: %s%s"
        .formatted(
            kills,
            options.kills(),
            renders.ended().size(),
            options.renders(),
            one.blow().written(),
            one.recovery().isPresent()
                ? ", goes on after %.1f s".formatted(one.recovery().getAsDouble())
                : "");
  }

  private int identical(SequencedMap<Integer, GetRunResponse> ended)
      throws IOException, InterruptedException {
    progress.say("The same renders without any disturbance ...");
    SequencedMap<Integer, SequencedMap<String, String>> calm =
        CalmRenders.digests(root, ended.keySet());
    int identical = 0;
    for (Map.Entry<Integer, GetRunResponse> one : ended.entrySet()) {
      boolean same =
          Renders.succeeded(one.getValue())
              && Renders.digests(one.getValue()).equals(calm.get(one.getKey()));
      identical += same ? 1 : 0;
    }
    return identical;
  }
}
