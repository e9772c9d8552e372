package org.cinegraph.db.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.StorageFailure;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.store.ArtifactStore;
import org.cinegraph.db.store.ArtifactStoreFailure;
import org.cinegraph.db.verb.DeleteRun;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clients, workers and collections of garbage on one store and one Postgres at once, all without a
/// grace, so that only locks keep them apart.
@Timeout(180)
class GarbagePropertyTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = Integer.getInteger("cinegraph.garbage-rounds", 150);
  private static final int CONTENTS = 12;
  private static final UUID TENANT = RunFixture.TENANT;

  @TempDir Path root;
  private final RunFixture fixture = new RunFixture();
  private final AtomicLong collected = new AtomicLong();
  private ArtifactStore store;
  private Artifacts artifacts;

  @BeforeEach
  void open() {
    store = ArtifactStore.open(root);
    artifacts = new Artifacts(fixture.database(), store::contains);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void nothingThatIsReferredToIsEverMissingAndAllElseGoesInTheEnd() throws Exception {
    AtomicBoolean going = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> collecting = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        collecting.add(threads.submit(() -> collectWhile(going)));
      }
      List<Future<RunRow>> working = new ArrayList<>();
      for (int seed = 0; seed < THREADS; seed++) {
        Actor actor = new Actor(seed);
        working.add(threads.submit(actor));
      }
      List<RunRow> runs = new ArrayList<>();
      try {
        for (Future<RunRow> actor : working) {
          runs.add(actor.get());
        }
      } finally {
        going.set(false);
      }
      for (Future<?> collector : collecting) {
        collector.get();
      }
      assertThat(collected).as("artifacts that were collected meanwhile").hasPositiveValue();
      runs.forEach(run -> new DeleteRun(fixture.database()).delete(fixture.asking(), run.id()));
    }

    // A whole goes, then its parts.
    for (int i = 0; i < 3; i++) {
      collect();
    }
    assertThat(files()).isEmpty();
    assertThat(rows()).isZero();
  }

  private void collectWhile(AtomicBoolean going) {
    while (going.get()) {
      collected.addAndGet(collect().files().count());
    }
  }

  private GarbageReport collect() {
    return new CollectGarbage(fixture.database(), store, InstantSource.system())
        .collect(
            fixture.asking(),
            new CollectGarbage.Wish(Duration.ZERO, Optional.empty(), false),
            _ -> {});
  }

  /// One client and one worker. What it holds it alone lets go of, so it knows what must be there.
  private final class Actor implements Callable<RunRow> {
    private final Random random;
    private final String name;
    private final RunRow run;
    private final SequencedMap<String, Digest> held = new LinkedHashMap<>();
    private int holders;

    Actor(int seed) {
      random = new Random(seed);
      name = "actor-" + seed;
      run =
          fixture.plan(
              "graph: g\nnodes:\n  a: {type: no-op, with: {salt: %s}}\n".formatted(name), 500);
      fixture.takeIn(run, 0);
    }

    @Override
    public RunRow call() throws IOException {
      Granted lease = lease();
      for (int round = 0; round < ROUNDS; round++) {
        switch (random.nextInt(5)) {
          case 0, 1 -> upload();
          case 2 -> makeWhole(lease);
          case 3 -> letGo();
          default -> {
            if (random.nextInt(8) == 0) {
              lease = again(lease);
            }
          }
        }
        held.values().forEach(this::requireThere);
      }
      while (!held.isEmpty()) {
        letGo();
      }
      ArtifactReference output = stored(lease, content(), List.of());
      fixture.report(fixture.done(lease, new PortValue.Artifact(output)));
      requireThere(output.digest());
      return run;
    }

    /// What a client does: put, then refer; where it was collected between the two, all again.
    private void upload() {
      byte[] content = content();
      while (true) {
        try {
          Digest digest = store.put(content);
          artifacts.upload(TENANT, reference(digest, content.length, List.of()));
          hold(digest);
          return;
        } catch (ArtifactStoreFailure | StorageFailure collectedBetween) {
          requireToldToRepeat(collectedBetween);
        }
      }
    }

    /// What a worker does: all that it stored is held by its lease.
    private void makeWhole(Granted lease) {
      ArtifactReference part = stored(lease, content(), List.of());
      requireThere(part.digest());
      ArtifactReference whole =
          stored(
              lease,
              ("whole of " + part.digest().hex()).getBytes(),
              List.of(new ArtifactReference.Part(part.digest(), part.bytes())));
      hold(whole.digest());
    }

    private ArtifactReference stored(
        Granted lease, byte[] content, List<ArtifactReference.Part> parts) {
      while (true) {
        try {
          ArtifactReference reference = reference(store.put(content), content.length, parts);
          assertThat(artifacts.register(fixture.lease(lease), reference)).isEmpty();
          return reference;
        } catch (ArtifactStoreFailure collectedBetween) {
          requireToldToRepeat(collectedBetween);
        }
      }
    }

    /// Without a grace, bytes may even be collected while they are on their way in.
    private void requireToldToRepeat(RuntimeException refused) {
      assertThat(refused)
          .hasMessageMatching("(?s).*(collected as garbage|/incoming/.* does not exist).*");
    }

    private void hold(Digest digest) {
      String holder = name + "-" + holders++;
      fixture.database().run(sql -> Artifacts.refer(sql, TENANT, List.of(digest), "pin", holder));
      held.put(holder, digest);
    }

    private void letGo() {
      if (!held.isEmpty()) {
        String holder = held.firstEntry().getKey();
        held.remove(holder);
        fixture.database().run(sql -> Artifacts.release(sql, TENANT, "pin", holder));
      }
    }

    private Granted again(Granted lease) {
      fixture.report(
          new Report.Failed(
              fixture.lease(lease),
              new Failure("disk", FailureCategory.EXTERNAL, "for a while"),
              Seconds.NONE,
              ""));
      return lease();
    }

    private Granted lease() {
      return fixture.grant(run).orElseThrow();
    }

    private void requireThere(Digest digest) {
      ArtifactReference known = artifacts.find(TENANT, digest).orElseThrow();
      store.verify(digest);
      known.parts().forEach(part -> store.verify(part.digest()));
    }

    private byte[] content() {
      return ("content " + random.nextInt(CONTENTS)).getBytes();
    }
  }

  private static ArtifactReference reference(
      Digest digest, long bytes, List<ArtifactReference.Part> parts) {
    return new ArtifactReference(digest, bytes, "text/plain", parts);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> walked = Files.walk(root)) {
      return walked.filter(Files::isRegularFile).toList();
    }
  }

  private long rows() {
    return fixture
        .database()
        .transaction(sql ->
            sql.row("SELECT count(*) AS artifacts FROM artifact", row -> row.number("artifacts"))
                .orElseThrow());
  }
}
