package org.cinegraph.db.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.store.ArtifactStore;
import org.cinegraph.db.verb.Audit;
import org.cinegraph.db.verb.DeleteRun;
import org.cinegraph.db.work.Granted;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectGarbageTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final UUID TENANT = RunFixture.TENANT;

  private static final String ONE = "graph: g\nnodes:\n  a: {type: no-op, with: {salt: one}}\n";

  @TempDir Path root;
  private final RunFixture fixture = new RunFixture();
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
  void whatNothingRefersToIsMarkedAndGoesWithItsFileAfterTheGrace() {
    Digest clip = upload("a clip that no run took");
    release(clip);

    GarbageReport first = collect(HOUR);
    assertThat(first.marked()).isEqualTo(new Amount(1, 23));
    assertThat(first.removed()).isEqualTo(Amount.NONE);
    assertThat(collect(HOUR).waiting()).isEqualTo(new Amount(1, 23));
    assertThat(artifacts.find(TENANT, clip)).isPresent();

    GarbageReport last = collect(Duration.ZERO);
    assertThat(last.removed()).isEqualTo(new Amount(1, 23));
    assertThat(last.files()).isEqualTo(new Amount(1, 23));
    assertThat(artifacts.find(TENANT, clip)).isEmpty();
    assertThat(store.contains(clip)).isFalse();
  }

  @Test
  void aReferenceAndAnotherPutTakeTheMarkAway() {
    Digest referred = upload("referred to again");
    Digest put = upload("put again");
    release(referred);
    release(put);
    assertThat(collect(HOUR).marked().count()).isEqualTo(2);

    pin(referred);
    upload("put again");

    assertThat(collect(HOUR).waiting()).isEqualTo(Amount.NONE);
    assertThat(collect(Duration.ZERO).removed()).isEqualTo(Amount.NONE);
  }

  @Test
  void anUploadIsKeptForAGraceAndThenForRunsAlone() {
    Digest clip = upload("a clip");

    assertThat(collect(HOUR).marked()).as("too new").isEqualTo(Amount.NONE);
    assertThat(collect(Duration.ZERO).marked().count()).isEqualTo(1);
    assertThat(collect(HOUR).removed()).as("marked just now").isEqualTo(Amount.NONE);
    assertThat(store.contains(clip)).isTrue();
  }

  @Test
  void partsStayWithTheirWholeAndFollowIt() {
    Digest part = store.put("a chunk".getBytes());
    Digest whole = store.put("a manifest".getBytes());
    artifacts.upload(TENANT, reference(part, 7, List.of()));
    artifacts.upload(TENANT, reference(whole, 10, List.of(new ArtifactReference.Part(part, 7))));
    release(part);
    release(whole);
    pin(whole);
    collect(Duration.ZERO);
    assertThat(collect(Duration.ZERO).removed()).isEqualTo(Amount.NONE);

    unpin(whole);
    for (int i = 0; i < 3; i++) {
      collect(Duration.ZERO);
    }

    assertThat(artifacts.find(TENANT, whole)).isEmpty();
    assertThat(artifacts.find(TENANT, part)).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void whatARunMadeStaysUntilTheRunIsDeleted() {
    RunRow run = compute(store.put("made".getBytes()));
    collect(Duration.ZERO);
    assertThat(collect(Duration.ZERO).removed()).isEqualTo(Amount.NONE);

    new DeleteRun(fixture.database()).delete(fixture.asking(), run.id());
    collect(Duration.ZERO);

    assertThat(collect(Duration.ZERO).files()).isEqualTo(new Amount(1, 4));
    assertThat(files()).isEmpty();
  }

  @Test
  void filesThatNobodyKnowsGoOnceTheyAreOlderThanTheGrace() throws IOException {
    Digest old = store.put("a process died after this".getBytes());
    Digest recent = store.put("its row is about to be written".getBytes());
    Path brokenOff = Files.writeString(root.resolve("incoming/broken-off"), "half");
    Path current = Files.writeString(root.resolve("incoming/current"), "half");
    Digest altered = store.put("altered".getBytes());
    store.setAside(altered);
    Path aside = store.place(altered).resolveSibling(altered.hex() + ".altered");
    for (Path file : List.of(store.place(old), brokenOff, aside)) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(HOUR.multipliedBy(2))));
    }

    GarbageReport report = collect(HOUR);

    assertThat(report.files()).isEqualTo(new Amount(1, 25));
    assertThat(report.leftovers()).isEqualTo(new Amount(2, 11));
    assertThat(files()).containsExactlyInAnyOrder(store.place(recent), current);
  }

  @Test
  void bytesThatAnotherTenantKnowsStay() {
    Digest shared = upload("shared");
    release(shared);
    UUID other = UUID.randomUUID();
    fixture
        .database()
        .run(sql -> sql.update("INSERT INTO tenant (id, name) VALUES (?, 'other')", other));
    artifacts.upload(other, reference(shared, 6, List.of()));
    collect(Duration.ZERO);

    assertThat(collect(Duration.ZERO).removed().count()).isEqualTo(1);

    assertThat(artifacts.find(TENANT, shared)).isEmpty();
    assertThat(artifacts.find(other, shared)).isPresent();
    assertThat(store.contains(shared)).isTrue();
  }

  @Test
  void aDryRunSaysWhatWouldGoAndChangesNothing() throws IOException {
    Digest clip = upload("a clip");
    release(clip);
    Files.writeString(root.resolve("incoming/broken-off"), "half");

    GarbageReport marked = dryRun();
    assertThat(marked.marked()).isEqualTo(new Amount(1, 6));
    assertThat(marked.leftovers()).isEqualTo(new Amount(1, 4));
    collect(HOUR);
    assertThat(dryRun().removed()).isEqualTo(new Amount(1, 6));

    assertThat(artifacts.find(TENANT, clip)).isPresent();
    assertThat(files()).hasSize(2);
    assertThat(new Audit(fixture.database()).list(TENANT, Optional.empty(), 100, 10))
        .as("dry runs are not audited")
        .hasSize(1)
        .allMatch(row -> row.verb().equals("gc") && row.subject().equals("store"))
        .allMatch(row -> row.why().equals("because"));
  }

  @Test
  void oldResultsAreForgottenAndTheRunsThatHaveThemKeepThem() {
    Digest made = store.put("made".getBytes());
    compute(made);
    assertThat(forgetOlderThan(HOUR, false).results()).as("none is that old").isZero();
    assertThat(fixture.plan(ONE, 500).memoHits()).isEqualTo(1);

    assertThat(forgetOlderThan(Duration.ZERO, false).marked())
        .as("runs have it")
        .isEqualTo(Amount.NONE);
    assertThat(fixture.plan(ONE, 500).memoHits()).as("it is computed again").isZero();
    assertThat(artifacts.find(TENANT, made)).isPresent();
  }

  @Test
  void whatOldResultsAloneKeptIsMarkedByTheSameVisitAndADryRunCountsIt() {
    RunRow run = compute(store.put("made".getBytes()));
    fixture.database().run(sql -> Artifacts.release(sql, TENANT, "run", run.id().toString()));
    collect(HOUR);

    GarbageReport would = forgetOlderThan(Duration.ZERO, true);
    assertThat(would.results()).isEqualTo(1);
    assertThat(would.marked()).isEqualTo(new Amount(1, 4));
    GarbageReport done = forgetOlderThan(Duration.ZERO, false);
    assertThat(done.results()).isEqualTo(1);
    assertThat(done.marked()).isEqualTo(new Amount(1, 4));
  }

  @Test
  void manyAreCollectedPageByPage() {
    for (int i = 0; i < 2 * GarbageRows.PAGE + 1; i++) {
      release(upload("clip " + i));
    }

    assertThat(collect(HOUR).marked().count()).isEqualTo(2 * GarbageRows.PAGE + 1);
    assertThat(collect(Duration.ZERO).files().count()).isEqualTo(2 * GarbageRows.PAGE + 1);
    assertThat(files()).isEmpty();
  }

  /// A run of one node that made an artifact of four bytes.
  private RunRow compute(Digest made) {
    RunRow run = fixture.plan(ONE, 500);
    fixture.takeIn(run, 0);
    Granted granted = fixture.grantAll().getFirst();
    ArtifactReference reference = reference(made, 4, List.of());
    assertThat(artifacts.register(fixture.lease(granted), reference)).isEmpty();
    fixture.report(fixture.done(granted, new PortValue.Artifact(reference)));
    return run;
  }

  private GarbageReport collect(Duration grace) {
    return collector().collect(fixture.asking(), wish(grace, false), _ -> {});
  }

  private GarbageReport dryRun() {
    return collector().collect(fixture.asking(), wish(Duration.ZERO, true), _ -> {});
  }

  private static CollectGarbage.Wish wish(Duration grace, boolean dryRun) {
    return new CollectGarbage.Wish(grace, Optional.empty(), dryRun);
  }

  private GarbageReport forgetOlderThan(Duration age, boolean dryRun) {
    return collector()
        .collect(
            fixture.asking(), new CollectGarbage.Wish(HOUR, Optional.of(age), dryRun), _ -> {});
  }

  private CollectGarbage collector() {
    return new CollectGarbage(fixture.database(), store, InstantSource.system());
  }

  private Digest upload(String content) {
    Digest digest = store.put(content.getBytes());
    artifacts.upload(TENANT, reference(digest, content.length(), List.of()));
    return digest;
  }

  private static ArtifactReference reference(
      Digest digest, long bytes, List<ArtifactReference.Part> parts) {
    return new ArtifactReference(digest, bytes, "text/plain", parts);
  }

  private void release(Digest upload) {
    fixture.database().run(sql -> Artifacts.release(sql, TENANT, "upload", upload.hex()));
  }

  private void pin(Digest digest) {
    fixture.database().run(sql -> Artifacts.refer(sql, TENANT, List.of(digest), "pin", "test"));
  }

  private void unpin(Digest digest) {
    assertThat(artifacts.find(TENANT, digest)).isPresent();
    fixture.database().run(sql -> Artifacts.release(sql, TENANT, "pin", "test"));
  }

  private List<Path> files() {
    try (Stream<Path> walked = Files.walk(root)) {
      return walked.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
