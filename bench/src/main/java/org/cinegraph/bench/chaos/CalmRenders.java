package org.cinegraph.bench.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.cinegraph.bench.stack.ServedHome;

/// Renders in a stack that nobody disturbs, with a store and a memo of its own.
final class CalmRenders {
  private static final long PAUSE_MS = 200;

  private CalmRenders() {}

  /// @return the digests of the outputs of each render, by its seed
  static SequencedMap<Integer, SequencedMap<String, String>> digests(
      Path root, Collection<Integer> seeds) throws IOException, InterruptedException {
    SequencedMap<Integer, SequencedMap<String, String>> digests = new TreeMap<>();
    try (ServedHome served = ServedHome.start(root)) {
      Renders renders = new Renders(served.control());
      for (int seed : seeds) {
        renders.submit(seed, "calm");
      }
      while (renders.inFlight() > 0) {
        Thread.sleep(PAUSE_MS);
        renders.look();
      }
      renders.ended().forEach((seed, run) -> digests.put(seed, Renders.digests(run)));
    }
    return digests;
  }
}
