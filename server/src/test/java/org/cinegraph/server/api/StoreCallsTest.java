package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.verb.Audit;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.proto.v1.BadArtifact;
import org.cinegraph.proto.v1.CollectGarbageRequest;
import org.cinegraph.proto.v1.CollectGarbageResponse;
import org.cinegraph.proto.v1.VerifyStoreRequest;
import org.cinegraph.proto.v1.VerifyStoreResponse;
import org.cinegraph.scheduler.wire.ReadWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCallsTest {
  @TempDir private Path folder = Path.of("");
  private ControlFixture fixture;
  private Artifacts artifacts;

  @BeforeEach
  void start() {
    fixture = new ControlFixture(folder);
    artifacts = new Artifacts(fixture.runs.database(), fixture.store::contains);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aSoundStoreIsReadThroughAndNothingIsSaidOfIt() {
    for (int i = 0; i < 250; i++) {
      put("clip " + i, List.of());
    }

    List<VerifyStoreResponse> told = verify(false);

    assertThat(told).hasSize(3).noneMatch(VerifyStoreResponse::hasBad);
    assertThat(told.getLast().getProgress().getFinished()).isTrue();
    assertThat(told.getLast().getProgress().getArtifacts()).isEqualTo(250);
    assertThat(told.getLast().getProgress().getBytes())
        .isEqualTo(told.getLast().getProgress().getBytesInAll());
  }

  @Test
  void whatIsAlteredOrMissingIsNamedWithAllThatRefersToIt() throws Exception {
    Digest altered = put("a red ball", List.of());
    Digest missing = put("a chunk", List.of());
    Digest whole = put("a manifest", List.of(new ArtifactReference.Part(missing, 7)));
    refer(altered, "memo", "the key");
    refer(whole, "run", "the run");
    Files.writeString(fixture.store.place(altered), "a red bell!");
    Files.delete(fixture.store.place(missing));

    List<VerifyStoreResponse> told = verify(false);

    assertThat(told.getLast().getProgress().getBad()).isEqualTo(2);
    BadArtifact first = bad(told, altered);
    assertThat(first.getFailure().getCode()).isEqualTo("artifact-altered");
    assertThat(first.getPath()).isEqualTo(fixture.store.place(altered).toString());
    assertThat(first.getBytesExpected()).isEqualTo(10);
    assertThat(first.getBytesFound()).isEqualTo(11);
    assertThat(first.getHeldByList()).containsExactly("memo the key", "upload " + altered.hex());
    BadArtifact second = bad(told, missing);
    assertThat(second.getFailure().getCode()).isEqualTo("artifact-missing");
    assertThat(second.hasBytesFound()).isFalse();
    assertThat(second.getHeldByList()).contains("run the run");
    assertThat(fixture.store.contains(altered)).as("it looks and changes nothing").isTrue();
  }

  @Test
  void aDropTakesAlteredFilesOutOfTheWayAndIsAudited() throws Exception {
    Digest altered = put("a red ball", List.of());
    Files.writeString(fixture.store.place(altered), "a red bell");

    assertThat(bad(verify(true), altered).getDropped()).isTrue();

    assertThat(fixture.store.contains(altered)).isFalse();
    assertThat(audited()).containsExactly("verify-drop store because");
  }

  @Test
  void garbageIsMarkedThenFreedAndAudited() {
    Digest clip = put("a clip that no run took", List.of());
    fixture
        .runs
        .database()
        .run(sql -> Artifacts.release(sql, RunFixture.TENANT, "upload", clip.hex()));

    assertThat(collect(true, 1).getMarked().getCount()).isEqualTo(1);
    assertThat(collect(false, 0).getMarked().getBytes()).isEqualTo(23);
    CollectGarbageResponse last = collect(false, 1);

    assertThat(last.getFinished()).isTrue();
    assertThat(last.getRemoved().getCount()).isEqualTo(1);
    assertThat(last.getFiles().getBytes()).isEqualTo(23);
    assertThat(fixture.store.contains(clip)).isFalse();
    assertThat(audited()).containsExactly("gc store because", "gc store because");
  }

  @Test
  void aGraceThatIsTooShortOrAbsurdIsRefusedInOneSentence() {
    Map<Long, String> graces =
        Map.of(-1L, "-1 ms", -9000L, "-9 s", Duration.ofDays(4000).toMillis(), "5760000 minutes");
    for (Map.Entry<Long, String> grace : graces.entrySet()) {
      StatusRuntimeException refused =
          catchThrowableOfType(StatusRuntimeException.class, () -> collect(false, grace.getKey()));

      assertThat(refused.getStatus().getDescription())
          .isEqualTo(
              "The grace has to be longer than a lease or an upload takes: expected 0 minutes to 3650 days, found %s"
                  .formatted(grace.getValue()));
    }
  }

  private Digest put(String content, List<ArtifactReference.Part> parts) {
    Digest digest = fixture.store.put(content.getBytes());
    artifacts.upload(
        RunFixture.TENANT, new ArtifactReference(digest, content.length(), "text/plain", parts));
    return digest;
  }

  private void refer(Digest digest, String kind, String holder) {
    fixture
        .runs
        .database()
        .run(sql -> Artifacts.refer(sql, RunFixture.TENANT, List.of(digest), kind, holder));
  }

  private List<VerifyStoreResponse> verify(boolean drop) {
    return all(
        fixture
            .control()
            .verifyStore(VerifyStoreRequest.newBuilder().setDrop(drop).setWhy("because").build()));
  }

  private static BadArtifact bad(List<VerifyStoreResponse> told, Digest digest) {
    return told.stream()
        .filter(VerifyStoreResponse::hasBad)
        .map(VerifyStoreResponse::getBad)
        .filter(bad -> ReadWire.digest("digest", bad.getDigest()).equals(digest))
        .findFirst()
        .orElseThrow();
  }

  private CollectGarbageResponse collect(boolean dryRun, long grace) {
    return all(fixture
            .control()
            .collectGarbage(
                CollectGarbageRequest.newBuilder()
                    .setDryRun(dryRun)
                    .setGraceMs(grace)
                    .setWhy("because")
                    .build()))
        .getLast();
  }

  private static <T> List<T> all(Iterator<T> answers) {
    List<T> all = new ArrayList<>();
    answers.forEachRemaining(all::add);
    return all;
  }

  private List<String> audited() {
    return new Audit(fixture.runs.database())
        .list(RunFixture.TENANT, Optional.empty(), 100, 10).stream()
            .map(row -> row.verb() + " " + row.subject() + " " + row.why())
            .toList();
  }
}
