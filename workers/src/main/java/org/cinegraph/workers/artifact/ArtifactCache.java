package org.cinegraph.workers.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.cinegraph.graph.digest.Digest;

/// Artifacts on this machine by digest, so that a node finds what the node before it made here. A
/// file enters only with the digest that names it and is looked at again whenever it has changed.
///
/// Bounded: the least recently used files go first, but none that is pinned. The truth lives in the
/// store; the folder is read again at start and safe to lose. It belongs to one process at a time.
public final class ArtifactCache {
  private final Path folder;
  private final long mostBytes;
  private final AtomicLong partNumber = new AtomicLong();
  private final SequencedMap<Digest, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  private ArtifactCache(Path folder, long mostBytes) {
    this.folder = folder;
    this.mostBytes = mostBytes;
  }

  /// Brings bytes into a new file.
  @FunctionalInterface
  public interface Source {
    void write(Path target) throws IOException, InterruptedException;
  }

  /// A file of the cache that stays until it is closed.
  public record Pinned(Path path, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
      release.run();
    }
  }

  private static final class Entry {
    final long bytes;
    FileTime checked;
    int pins;

    Entry(long bytes, FileTime checked) {
      this.bytes = bytes;
      this.checked = checked;
    }
  }

  public static ArtifactCache open(Path folder, long mostBytes) throws IOException {
    Files.createDirectories(folder);
    ArtifactCache cache = new ArtifactCache(folder, mostBytes);
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = new ArrayList<>(listed.toList());
    }
    files.sort(Comparator.comparing(file -> file.toFile().lastModified()));
    for (Path file : files) {
      cache.takeBack(file);
    }
    cache.shrink();
    return cache;
  }

  private void takeBack(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (Files.isDirectory(file)) {
      new LeaseFolder(file).close();
      return;
    }
    if (name.length() != 2 * Digest.BYTES) {
      Files.delete(file);
      return;
    }
    Entry entry = new Entry(Files.size(file), FileTime.fromMillis(0));
    entries.put(new Digest(name), entry);
    bytes += entry.bytes;
  }

  /// The file with this digest, from here or from the source.
  ///
  /// @throws AlteredArtifactException the source gave other bytes
  public Pinned get(Digest digest, Source source) throws IOException, InterruptedException {
    if (pinIntact(digest)) {
      return pinned(digest);
    }
    Path part = newPart();
    try {
      bring(source, part);
      Digest found = FileDigest.of(part);
      if (!found.equals(digest)) {
        throw new AlteredArtifactException(digest, found);
      }
      enter(digest, part);
    } finally {
      Files.deleteIfExists(part);
    }
    return pinned(digest);
  }

  /// A disk without room may get some from what is here and not in use.
  private void bring(Source source, Path part) throws IOException, InterruptedException {
    try {
      source.write(part);
    } catch (IOException e) {
      if (!isWithoutRoom(e) || !dropIdle()) {
        throw e;
      }
      Files.deleteIfExists(part);
      source.write(part);
    }
  }

  private static boolean isWithoutRoom(IOException e) {
    return String.valueOf(e.getMessage()).contains("No space left on device");
  }

  private synchronized boolean dropIdle() throws IOException {
    long before = bytes;
    shrinkTo(0);
    return bytes < before;
  }

  /// Copies a file whose digest is known into the cache.
  public Pinned add(Digest digest, Path file) throws IOException, InterruptedException {
    return get(digest, target -> Files.copy(file, target));
  }

  private Path newPart() {
    return folder.resolve("part-" + partNumber.incrementAndGet() + "-" + UUID.randomUUID());
  }

  private synchronized void enter(Digest digest, Path part) throws IOException {
    Path target = path(digest);
    part.toFile().setReadOnly();
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    Entry before = entries.remove(digest);
    Entry entry = new Entry(Files.size(target), Files.getLastModifiedTime(target));
    entry.pins = 1;
    if (before != null) {
      bytes -= before.bytes;
      entry.pins += before.pins;
    }
    entries.put(digest, entry);
    bytes += entry.bytes;
    shrink();
  }

  /// Pins an entry whose bytes are still those of its name; what was altered is forgotten.
  private synchronized boolean pinIntact(Digest digest) throws IOException {
    Entry entry = entries.get(digest);
    if (entry == null) {
      return false;
    }
    Path path = path(digest);
    boolean intact =
        Files.exists(path)
            && Files.size(path) == entry.bytes
            && (Files.getLastModifiedTime(path).equals(entry.checked)
                || FileDigest.of(path).equals(digest));
    if (!intact) {
      if (entry.pins == 0) {
        drop(digest, entry);
      }
      return false;
    }
    entry.checked = Files.getLastModifiedTime(path);
    entry.pins++;
    return true;
  }

  private Pinned pinned(Digest digest) {
    return new Pinned(path(digest), () -> unpin(digest));
  }

  private synchronized void unpin(Digest digest) {
    Entry entry = entries.get(digest);
    if (entry != null && entry.pins > 0) {
      entry.pins--;
    }
  }

  private synchronized void shrink() throws IOException {
    shrinkTo(mostBytes);
  }

  private synchronized void shrinkTo(long most) throws IOException {
    List<Digest> oldestFirst = new ArrayList<>(entries.keySet());
    for (Iterator<Digest> at = oldestFirst.iterator(); bytes > most && at.hasNext(); ) {
      Digest digest = at.next();
      Entry entry = entries.get(digest);
      if (entry != null && entry.pins == 0) {
        drop(digest, entry);
      }
    }
  }

  private void drop(Digest digest, Entry entry) throws IOException {
    entries.remove(digest);
    bytes -= entry.bytes;
    Files.deleteIfExists(path(digest));
  }

  synchronized long bytes() {
    return bytes;
  }

  private Path path(Digest digest) {
    return folder.resolve(digest.hex());
  }
}
