package org.cinegraph.db.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// How much room there is where a file is or should be, in words: what somebody who reads of a
/// failed write asks next.
public final class FreeSpace {
  private static final long PATIENCE_SECONDS = 1;

  private FreeSpace() {}

  /// For example `1234 bytes free`. Never fails, and waits for a second at most.
  public static String at(Path path) {
    FutureTask<Long> task = new FutureTask<>(() -> bytes(path));
    Thread.ofVirtual().name("free-space").start(task);
    try {
      return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS) + " bytes free";
    } catch (ExecutionException | TimeoutException _) {
      return "free bytes unknown";
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "free bytes unknown";
    }
  }

  private static long bytes(Path path) throws IOException {
    @Nullable Path there = path.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there == null) {
      throw new IOException("no folder above " + path + " is there");
    }
    return Files.getFileStore(there).getUsableSpace();
  }
}
