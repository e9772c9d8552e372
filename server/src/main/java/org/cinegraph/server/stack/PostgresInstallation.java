package org.cinegraph.server.stack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The programs of Postgres, unpacked from the class path into the cache once.
final class PostgresInstallation {
  static final String VERSION = "18.6.0";

  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
  private static final int EXECUTABLE = 0100;

  private final Path folder;

  PostgresInstallation(Path cache) {
    this.folder = cache.resolve("postgres").resolve(VERSION);
  }

  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  boolean isUnpacked() {
    return Files.isExecutable(program("postgres"));
  }

  /// Unpacks the programs where they are missing; one process does it, others wait.
  synchronized void unpack() {
    if (isUnpacked()) {
      return;
    }
    try {
      Files.createDirectories(folder.getParent());
      Path lockFile = folder.resolveSibling(VERSION + ".lock");
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !isUnpacked()) {
          Path staging = Files.createTempDirectory(folder.getParent(), "staging");
          extract(staging);
          Files.setPosixFilePermissions(staging, PosixFilePermissions.fromString("rwxr-xr-x"));
          FileTree.delete(folder);
          Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    } catch (IOException e) {
      throw new StackException("Postgres could not be unpacked into " + folder + ": " + e + ".", e);
    }
  }

  private static void extract(Path target) throws IOException {
    try (InputStream archive = PostgresInstallation.class.getResourceAsStream(ARCHIVE)) {
      if (archive == null) {
        throw new StackException("The programs of Postgres are not on the class path.");
      }
      TarArchiveInputStream tar =
          new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)));
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null) {
        write(entry, tar, target);
        entry = tar.getNextEntry();
      }
    }
  }

  private static void write(TarArchiveEntry entry, InputStream content, Path target)
      throws IOException {
    Path path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("an entry outside the archive: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, path);
    if ((entry.getMode() & EXECUTABLE) != 0) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
