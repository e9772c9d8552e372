package org.cinegraph.db.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.cinegraph.db.store.FaultyDisk.Operation;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.FailureCategory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A disk that is full, read-only or slow: nothing half-written is seen, and who wrote is told.
@Timeout(60)
class BadDiskTest {
  private static final byte[] BALL = "a red ball bounces".getBytes();
  private static final Digest BALL_DIGEST = Digest.of(BALL);

  @TempDir Path root;
  private final FaultyDisk disk = new FaultyDisk();
  private ArtifactStore store;

  @BeforeEach
  void open() {
    store = ArtifactStore.open(root, disk);
  }

  @Test
  void bytesAreOnTheDiskBeforeTheirNameAndTheirNameBeforeTheAnswer() {
    int before = disk.used().size();
    store.put(BALL);

    assertThat(disk.used().subList(before, disk.used().size()))
        .containsExactly(
            "create",
            "write",
            "force",
            "close",
            "make_folder",
            "move",
            "force_folder",
            "close",
            "delete");
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"CREATE", "WRITE", "FORCE", "CLOSE", "MAKE_FOLDER", "MOVE"})
  void aWriteThatFailsSomewhereLeavesNothingAndIsExternal(Operation operation) throws IOException {
    disk.at(
        operation,
        () -> {
          throw new FileSystemException(root.toString(), null, "No space left on device");
        });

    ArtifactStoreFailure full = catchThrowableOfType(ArtifactStoreFailure.class, this::put);

    assertThat(full.failure().category()).isEqualTo(FailureCategory.EXTERNAL);
    assertThat(full)
        .hasMessageMatching(
            "The artifact store cannot use %s/.*: No space left on device; \\d+ bytes free there; .*"
                .formatted(root));
    assertThat(files()).isEmpty();

    disk.works();
    put();
    store.verify(BALL_DIGEST);
  }

  @Test
  void aNameThatIsNotYetSafeIsNotAnswered() {
    disk.at(
        Operation.FORCE_FOLDER,
        () -> {
          throw new IOException("Input/output error");
        });

    assertThat(catchThrowableOfType(ArtifactStoreFailure.class, this::put))
        .hasMessageContaining("Input/output error");
  }

  @Test
  void aFullDiskThatDoesNotEvenDeleteStillTellsWhyItFailed() {
    disk.at(
        Operation.DELETE,
        () -> {
          throw new IOException("Read-only file system");
        });

    ArtifactStoreFailure refused =
        catchThrowableOfType(
            ArtifactStoreFailure.class,
            () -> {
              try (ArtifactUpload upload = store.upload()) {
                upload.write(ByteBuffer.wrap(BALL));
                upload.complete(BALL_DIGEST, 1);
              }
            });

    assertThat(refused.failure().code()).isEqualTo(ArtifactStoreFailure.GARBLED);
  }

  @Test
  void aDiskThatDoesNotAnswerIsGivenUp() throws Exception {
    CountDownLatch awake = new CountDownLatch(1);
    ArtifactStore patient = ArtifactStore.open(root, new PatientDisk(disk, Duration.ofMillis(300)));
    disk.at(Operation.FORCE, () -> awaitQuietly(awake));

    ArtifactStoreFailure slow =
        catchThrowableOfType(ArtifactStoreFailure.class, () -> patient.put(BALL));

    assertThat(slow.failure().category()).isEqualTo(FailureCategory.EXTERNAL);
    assertThat(slow).hasMessageContaining("the disk did not answer within");
    assertThat(store.contains(BALL_DIGEST)).isFalse();
    awake.countDown();
  }

  private static void awaitQuietly(CountDownLatch awake) throws IOException {
    try {
      awake.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void put() {
    try (ArtifactUpload upload = store.upload()) {
      upload.write(ByteBuffer.wrap(BALL));
      upload.complete(BALL_DIGEST, BALL.length);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> walked = Files.walk(root)) {
      return walked.filter(Files::isRegularFile).toList();
    }
  }
}
