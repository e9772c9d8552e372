package org.cinegraph.db.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.FailureCategory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTest {
  private static final byte[] BALL = "a red ball bounces".getBytes();
  private static final Digest BALL_DIGEST = Digest.of(BALL);

  @TempDir Path root;
  private ArtifactStore store;

  @BeforeEach
  void open() {
    store = ArtifactStore.open(root);
  }

  @Test
  void whatIsPutInPiecesIsReadBackWhole() throws IOException {
    try (ArtifactUpload upload = store.upload()) {
      upload.write(ByteBuffer.wrap(BALL, 0, 5));
      upload.write(ByteBuffer.wrap(BALL, 5, BALL.length - 5));
      upload.complete(BALL_DIGEST, BALL.length);
    }

    try (InputStream in = store.read(BALL_DIGEST)) {
      assertThat(in.readAllBytes()).isEqualTo(BALL);
    }
    assertThat(store.bytes(BALL_DIGEST)).isEqualTo(BALL.length);
    store.verify(BALL_DIGEST);
  }

  @Test
  void anUploadIsInvisibleUntilItIsComplete() throws IOException {
    try (ArtifactUpload upload = store.upload()) {
      upload.write(ByteBuffer.wrap(BALL));
      assertThat(store.contains(BALL_DIGEST)).isFalse();
    }
    assertThat(store.contains(BALL_DIGEST)).isFalse();
    assertThat(leftOver()).isEmpty();
  }

  @Test
  void anotherDigestThanAnnouncedIsRefusedAndLeavesNothing() throws IOException {
    Digest announced = Digest.of("a blue box");
    ArtifactStoreFailure refused;
    try (ArtifactUpload upload = store.upload()) {
      upload.write(ByteBuffer.wrap(BALL));
      refused =
          catchThrowableOfType(
              ArtifactStoreFailure.class, () -> upload.complete(announced, BALL.length));
    }

    assertThat(refused.failure().code()).isEqualTo(ArtifactStoreFailure.GARBLED);
    assertThat(refused)
        .hasMessage(
            "Artifact %s did not arrive as announced: expected the digest %s, found %s; send it again",
            announced.brief(), announced.brief(), BALL_DIGEST.brief());
    assertThat(store.contains(announced)).isFalse();
    assertThat(store.contains(BALL_DIGEST)).isFalse();
    assertThat(leftOver()).isEmpty();
  }

  @Test
  void aTruncatedUploadIsRefusedWithBothLengths() {
    try (ArtifactUpload upload = store.upload()) {
      upload.write(ByteBuffer.wrap(BALL));
      assertThatThrownBy(() -> upload.complete(BALL_DIGEST, 100))
          .isInstanceOf(ArtifactStoreFailure.class)
          .hasMessageContaining("expected 100 bytes, found 18 bytes");
    }
  }

  @Test
  void aMissingArtifactIsNamedWithItsFile() {
    ArtifactStoreFailure missing =
        catchThrowableOfType(ArtifactStoreFailure.class, () -> store.read(BALL_DIGEST));

    assertThat(missing.failure().code()).isEqualTo(ArtifactStoreFailure.MISSING);
    assertThat(missing.failure().category()).isEqualTo(FailureCategory.EXTERNAL);
    assertThat(missing).hasMessageContaining(store.place(BALL_DIGEST).toString());
  }

  @Test
  void alteredBytesAreFoundAndAnotherPutMendsThem() throws IOException {
    store.put(BALL);
    Files.writeString(store.place(BALL_DIGEST), "a red bell bounces");

    assertThatThrownBy(() -> store.verify(BALL_DIGEST))
        .isInstanceOf(ArtifactStoreFailure.class)
        .hasMessageContaining("was altered on disk");

    store.put(BALL);
    store.verify(BALL_DIGEST);
  }

  @Test
  void theEndMayBeReadMoreThanOnce() throws IOException {
    store.put(BALL);

    try (InputStream in = store.read(BALL_DIGEST)) {
      assertThat(in.readNBytes(1 << 16)).isEqualTo(BALL);
      assertThat(in.readNBytes(1 << 16)).isEmpty();
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void alteredBytesNeverReachTheirEnd() throws IOException {
    store.put(BALL);
    Files.writeString(store.place(BALL_DIGEST), "a red bell bounces");

    try (InputStream in = store.read(BALL_DIGEST)) {
      assertThatThrownBy(() -> in.readNBytes(1 << 16)).isInstanceOf(ArtifactStoreFailure.class);
      assertThatThrownBy(in::read).isInstanceOf(ArtifactStoreFailure.class);
    }
  }

  @Test
  void aStoreThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "in the way");

    assertThatThrownBy(() -> ArtifactStore.open(file))
        .isInstanceOf(ArtifactStoreFailure.class)
        .hasMessageContaining("The artifact store cannot use " + file);
  }

  private List<Path> leftOver() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("incoming"))) {
      return files.toList();
    }
  }
}
