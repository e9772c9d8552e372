package org.cinegraph.workflows.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The pinned Temporal server in Cinegraph's cache, and how it gets there: built from its Go
/// module, once, by one process at a time.
public final class TemporalBinary {
  public static final String VERSION = "1.31.2";

  private static final String MODULE = "go.temporal.io/server/cmd/server@v" + VERSION;

  private final Path folder;

  public TemporalBinary(Path cache) {
    this.folder = cache.resolve("temporal").resolve(VERSION);
  }

  public static TemporalBinary inCache() {
    return new TemporalBinary(Cache.folder());
  }

  /// Where the binary is, or will be.
  public Path path() {
    return folder.resolve("temporal-server");
  }

  public Optional<Path> installed() {
    return Optional.of(path()).filter(Files::isExecutable);
  }

  /// Builds the binary where it is missing; `progress` gets whole sentences.
  ///
  /// @throws TemporalException when Go is missing or too old, or the build fails
  public synchronized Path install(Consumer<String> progress) {
    if (installed().isPresent()) {
      return path();
    }
    GoTool go = usableGo();
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve("install.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = takeLock(channel, progress)) {
        if (lock.isValid() && installed().isEmpty()) {
          build(go, progress);
        }
        return path();
      }
    } catch (IOException e) {
      throw new TemporalException("The Temporal server could not be built in " + folder + ".", e);
    }
  }

  private static GoTool usableGo() {
    String oldest = GoTool.OLDEST.stream().map(String::valueOf).collect(Collectors.joining("."));
    GoTool go =
        GoTool.find()
            .orElseThrow(() ->
                new TemporalException(
                    "The Temporal server "
                        + VERSION
                        + " is built from its Go module and no Go was found: install Go "
                        + oldest
                        + " or newer, or give the address of a Temporal server."));
    if (!go.isRecentEnough()) {
      String found = go.version().stream().map(String::valueOf).collect(Collectors.joining("."));
      throw new TemporalException(
          "The Temporal server "
              + VERSION
              + " needs Go "
              + oldest
              + " or newer and "
              + go.program()
              + " is "
              + found
              + ": install a newer Go, or give the address of a Temporal server.");
    }
    return go;
  }

  private static FileLock takeLock(FileChannel channel, Consumer<String> progress)
      throws IOException {
    FileLock lock = channel.tryLock();
    if (lock != null) {
      return lock;
    }
    progress.accept("Another process builds the Temporal server; waiting for it ...");
    return channel.lock();
  }

  private void build(GoTool go, Consumer<String> progress) throws IOException {
    Path log = folder.resolve("install.log");
    Path staging = Files.createTempDirectory(folder, "staging");
    progress.accept(
        "Building the Temporal server "
            + VERSION
            + " (once, usually 3 to 8 minutes; log: "
            + log
            + ") ...");
    ProcessBuilder builder =
        new ProcessBuilder(go.program().toString(), "install", "-ldflags=-s -w", MODULE);
    builder.environment().put("CGO_ENABLED", "0");
    builder.environment().put("GOBIN", staging.toString());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      int status = builder.start().waitFor();
      if (status != 0) {
        throw new TemporalException(
            "Go could not build the Temporal server (exit status "
                + status
                + "): see "
                + log
                + ".");
      }
      Files.move(staging.resolve("server"), path(), StandardCopyOption.ATOMIC_MOVE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TemporalException("The build of the Temporal server was interrupted.", e);
    } finally {
      deleteStaging(staging);
    }
  }

  private static void deleteStaging(Path staging) {
    try {
      Files.deleteIfExists(staging.resolve("server"));
      Files.deleteIfExists(staging);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
