package org.cinegraph.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
  @TempDir private Path cache;

  @Test
  void workersWithOneCacheHavePartsOfTheirOwn() throws IOException {
    Path first = CacheFolder.claim(cache).folder();

    // What nothing refers to is collected; the claim must outlive that.
    System.gc();

    assertThat(CacheFolder.claim(cache).folder()).isNotEqualTo(first);
  }
}
