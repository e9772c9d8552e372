package org.cinegraph.workers.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.cinegraph.graph.digest.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactCacheTest {
  private static final int LIMIT = 30;

  @TempDir private Path folder;
  private final AtomicInteger fetched = new AtomicInteger();

  @Test
  void whatIsHereIsNotFetchedAgain() throws Exception {
    ArtifactCache cache = open();
    get(cache, "0123456789").close();
    get(cache, "0123456789").close();

    assertThat(fetched).hasValue(1);
  }

  @Test
  void whatIsHereIsFoundAfterARestart() throws Exception {
    get(open(), "0123456789").close();

    try (ArtifactCache.Pinned file = get(open(), "0123456789")) {
      assertThat(file.path()).hasContent("0123456789");
    }
    assertThat(fetched).hasValue(1);
  }

  @Test
  void otherBytesThanThoseNamedAreRefusedAndNotKept() throws Exception {
    ArtifactCache cache = open();
    Digest named = Digest.of("right");

    assertThatThrownBy(() -> cache.get(named, target -> Files.writeString(target, "wrong")))
        .isInstanceOf(AlteredArtifactException.class)
        .hasMessageContaining(named.hex())
        .hasMessageContaining(Digest.of("wrong").hex());
    assertThat(cache.bytes()).isZero();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileAlteredInTheCacheIsFetchedAgain() throws Exception {
    ArtifactCache cache = open();
    Path path;
    try (ArtifactCache.Pinned file = get(cache, "0123456789")) {
      path = file.path();
    }
    assertThat(path.toFile().setWritable(true)).isTrue();
    Files.writeString(path, "9876543210");
    Files.setLastModifiedTime(path, FileTime.fromMillis(1));

    try (ArtifactCache.Pinned file = get(cache, "0123456789")) {
      assertThat(file.path()).hasContent("0123456789");
    }
    assertThat(fetched).hasValue(2);
  }

  @Test
  void theLeastRecentlyUsedFileGoesFirst() throws Exception {
    ArtifactCache cache = open();
    get(cache, "aaaaaaaaaa").close();
    get(cache, "bbbbbbbbbb").close();
    get(cache, "cccccccccc").close();
    get(cache, "aaaaaaaaaa").close();

    get(cache, "dddddddddd").close();

    assertThat(cache.bytes()).isEqualTo(LIMIT);
    assertThat(folder.resolve(Digest.of("bbbbbbbbbb").hex())).doesNotExist();
    assertThat(folder.resolve(Digest.of("aaaaaaaaaa").hex())).exists();
  }

  @Test
  void whatIsPinnedStaysWhateverComes() throws Exception {
    ArtifactCache cache = open();
    try (ArtifactCache.Pinned pinned = get(cache, "aaaaaaaaaa")) {
      for (String other : new String[] {"bbbbbbbbbb", "cccccccccc", "dddddddddd", "eeeeeeeeee"}) {
        get(cache, other).close();
      }

      assertThat(pinned.path()).hasContent("aaaaaaaaaa");
    }
  }

  @Test
  void aFullDiskGetsTheRoomOfWhatIsNotInUse() throws Exception {
    ArtifactCache cache = open();
    get(cache, "aaaaaaaaaa").close();
    try (ArtifactCache.Pinned pinned = get(cache, "bbbbbbbbbb");
        ArtifactCache.Pinned fetched =
            cache.get(Digest.of("cccccccccc"), target -> writeIfRoom(target, "aaaaaaaaaa"))) {
      assertThat(fetched.path()).hasContent("cccccccccc");
      assertThat(pinned.path()).hasContent("bbbbbbbbbb");
    }
  }

  @Test
  void aFullDiskWithNothingToDropIsToldAndLeavesNothing() throws Exception {
    ArtifactCache cache = open();
    try (ArtifactCache.Pinned pinned = get(cache, "aaaaaaaaaa")) {
      assertThatThrownBy(
              () -> cache.get(Digest.of("cccccccccc"), target -> writeIfRoom(target, "aaaaaaaaaa")))
          .hasMessageContaining("No space left on device");
      assertThat(folder.toFile().list()).containsExactly(pinned.path().getFileName().toString());
    }
  }

  /// As on a disk that has room for one file less than there are.
  private void writeIfRoom(Path target, String inTheWay) throws IOException {
    Files.writeString(target, "cccccccccc");
    if (Files.exists(folder.resolve(Digest.of(inTheWay).hex()))) {
      throw new IOException("No space left on device");
    }
  }

  private ArtifactCache open() throws IOException {
    return ArtifactCache.open(folder, LIMIT);
  }

  private ArtifactCache.Pinned get(ArtifactCache cache, String content) throws Exception {
    return cache.get(
        Digest.of(content),
        target -> {
          fetched.incrementAndGet();
          Files.writeString(target, content);
        });
  }
}
