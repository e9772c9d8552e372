package org.cinegraph.nodes.tensor.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.cinegraph.graph.digest.Digest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDigestsTest {
  @TempDir private Path folder;
  private Path file;
  private Path kept;

  @BeforeEach
  void writeAnOldFile() throws IOException {
    file = folder.resolve("weights");
    kept = folder.resolve("cache/digests");
    write("as it was", 60);
  }

  @Test
  void whatLooksAsItDidIsNotReadAgainByALaterProcess() throws Exception {
    Digest first = read();
    // Nobody could know without reading that the digest in the file is not that of the content.
    String lie = Digest.of("a lie").hex();
    Files.writeString(kept, Files.readString(kept).replace(first.hex(), lie));

    assertThat(read().hex()).isEqualTo(lie);
    assertThat(FileDigests.keptIn(kept).remembered(file)).contains(new Digest(lie));
  }

  @Test
  void whatWasChangedIsReadAgainThoughSizeAndTimeAreTheSame() throws Exception {
    read();
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, "as it is ");
    Files.setLastModifiedTime(file, time);

    assertThat(read()).isEqualTo(Digest.of("as it is "));
  }

  @Test
  void whatWasChangedAMomentAgoIsNotRemembered() throws Exception {
    write("fresh", 0);

    assertThat(read()).isEqualTo(Digest.of("fresh"));
    assertThat(FileDigests.keptIn(kept).remembered(file)).isEmpty();
  }

  @Test
  void aDamagedMemoryCostsAReadingOnly() throws Exception {
    Files.createDirectories(kept.getParent());
    Files.writeString(kept, "no digest\n  \n" + "f".repeat(64) + "  cut");

    assertThat(read()).isEqualTo(Digest.of("as it was"));
  }

  @Test
  void allBytesAreCountedWhetherReadOrRemembered() throws Exception {
    FileDigests digests = FileDigests.keptIn(kept);
    AtomicLong counted = new AtomicLong();
    digests.of(file, counted::addAndGet);
    digests.of(file, counted::addAndGet);

    assertThat(counted.get()).isEqualTo(2 * Files.size(file));
  }

  private Digest read() throws IOException {
    FileDigests digests = FileDigests.keptIn(kept);
    Digest digest = digests.of(file, _ -> {});
    digests.keep();
    return digest;
  }

  private void write(String text, long secondsAgo) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(secondsAgo)));
  }
}
