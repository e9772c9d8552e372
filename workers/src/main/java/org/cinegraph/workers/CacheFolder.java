package org.cinegraph.workers;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The part of the cache that one worker has for itself. Workers of one machine may be given the
/// same cache: each takes the first part that nobody holds.
record CacheFolder(Path folder) {
  private static final int MOST_PARTS = 1000;

  /// Locks of this process, held until it ends: a channel that nothing refers to is closed when
  /// memory is collected, and its lock with it.
  private static final Collection<FileChannel> HELD = new ConcurrentLinkedQueue<>();

  static CacheFolder claim(Path cache) throws IOException {
    for (int number = 1; number <= MOST_PARTS; number++) {
      Path folder = Files.createDirectories(cache.resolve("worker-" + number));
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        HELD.add(channel);
        return new CacheFolder(folder);
      }
      channel.close();
    }
    throw new IOException("All " + MOST_PARTS + " parts of the cache " + cache + " are taken");
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException byThisProcess) {
      return false;
    }
  }

  Path artifacts() {
    return folder.resolve("artifacts");
  }

  Path temporary() {
    return folder.resolve("temporary");
  }
}
