package org.cinegraph.workers;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The part of the cache that one process has for itself. Workers of one machine may be given the
/// same cache: each takes the first part that nobody holds.
///
/// @param lock held until the process ends
record CacheFolder(Path folder, FileLock lock) {
  private static final int MOST_PARTS = 1000;

  static CacheFolder claim(Path cache) throws IOException {
    for (int number = 1; number <= MOST_PARTS; number++) {
      Path folder = Files.createDirectories(cache.resolve("worker-" + number));
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new CacheFolder(folder, lock);
      }
      channel.close();
    }
    throw new IOException("All " + MOST_PARTS + " parts of the cache " + cache + " are taken");
  }

  Path artifacts() {
    return folder.resolve("artifacts");
  }

  Path temporary() {
    return folder.resolve("temporary");
  }
}
