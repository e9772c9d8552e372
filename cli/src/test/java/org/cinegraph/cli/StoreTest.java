package org.cinegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.BadArtifact;
import org.cinegraph.proto.v1.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The verbs of the artifact store.
class StoreTest {
  private static final Digest DIGEST = Digest.of("a red ball");
  private static final BadArtifact BAD =
      BadArtifact.newBuilder()
          .setDigest(ByteString.copyFrom(DIGEST.bytes()))
          .setMediaType("image/png")
          .setPath("/store/ab/abc")
          .setBytesExpected(10)
          .setBytesFound(11)
          .setFailure(
              Failure.newBuilder()
                  .setCode("artifact-altered")
                  .setMessage("Artifact abc was altered on disk"))
          .addHeldBy("run 7")
          .addHeldBy("memo 8")
          .build();

  private CommandFixture cinegraph;

  @BeforeEach
  void start() {
    cinegraph = new CommandFixture();
  }

  @AfterEach
  void close() {
    cinegraph.close();
  }

  @Test
  void aSoundStoreIsOneSentence() {
    assertThat(cinegraph.run("store", "verify")).isZero();
    assertThat(cinegraph.out())
        .isEqualTo("7 artifacts (1.5 MB) read, and all as their digests say\n");
  }

  @Test
  void aBadArtifactIsNamedWithAllThatRefersToItAndTheExitCodeIsOne() {
    cinegraph.control.store.bad = List.of(BAD);

    assertThat(cinegraph.run("store", "verify", "--drop")).isEqualTo(1);
    assertThat(cinegraph.out())
        .startsWith(
            """
            Artifact abc was altered on disk
              expected 10 bytes, found 11, image/png
              referred to by run 7, memo 8
              taken out of the way, to /store/ab/abc.altered
            Bad: 1 of 7 artifacts (1.5 MB);\
            """);
  }

  @Test
  void verifyingPrintsALineOfJsonForEachBadArtifactAndOneAtTheEnd() {
    cinegraph.control.store.bad = List.of(BAD);

    assertThat(cinegraph.run("store", "verify", "--json")).isEqualTo(1);
    assertThat(cinegraph.out().lines().toList())
        .containsExactly(
            "{\"bytesExpected\":10,\"bytesFound\":11,\"code\":\"artifact-altered\",\"digest\":\""
                + DIGEST.hex()
                + "\",\"dropped\":false,\"heldBy\":[\"run 7\",\"memo 8\"],"
                + "\"mediaType\":\"image/png\",\"path\":\"/store/ab/abc\"}",
            "{\"artifacts\":7,\"bad\":1,\"bytes\":1500000}");
  }

  @Test
  void aCollectionSaysWhatItFreedAndWhatWillFollow() {
    assertThat(cinegraph.run("store", "gc", "--why", "nightly")).isZero();

    assertThat(cinegraph.control.store.collected.getFirst().getGraceMs()).isEqualTo(3_600_000);
    assertThat(cinegraph.control.store.collected.getFirst().getWhy()).isEqualTo("nightly");
    assertThat(cinegraph.out())
        .isEqualTo(
            """
            Freed 2 files of artifacts (2.3 MB) and 0 leftovers (0 bytes)
            Forgot 2 artifacts (2.3 MB), to which nothing has referred for 1 h
            Marked 1 artifact (999 bytes), to which nothing refers now; 0 artifacts (0 bytes) wait from before
            What is marked goes with a gc 1 h later
            """);
  }

  @Test
  void aDryRunSpeaksOfWhatWouldBe() {
    assertThat(cinegraph.run("store", "gc", "--dry-run", "--grace", "90m")).isZero();

    assertThat(cinegraph.control.store.collected.getFirst().getDryRun()).isTrue();
    assertThat(cinegraph.control.store.collected.getFirst().getGraceMs()).isEqualTo(90 * 60_000);
    assertThat(cinegraph.out())
        .startsWith("Would free 2 files")
        .contains("Would forget 2", "for 90 min", "Would mark 1")
        .doesNotContain("later");
  }

  @Test
  void oldResultsAreForgottenWhenSomebodyAsksForIt() {
    assertThat(cinegraph.run("store", "gc", "--memo-older-than", "30d")).isZero();

    assertThat(cinegraph.control.store.collected.getFirst().getMemoOlderThanMs())
        .isEqualTo(30L * 24 * 3_600_000);
    assertThat(cinegraph.out()).startsWith("Forgot 5 results computed more than 30 d ago\nFreed 2");
  }

  @Test
  void aGraceThatIsNoTimeIsAMistakeOfUse() {
    assertThat(cinegraph.run("store", "gc", "--grace", "soon")).isEqualTo(2);
    assertThat(cinegraph.err())
        .contains("expected a number and ms, s, m, h or d, for example 90m, found soon");
  }
}
