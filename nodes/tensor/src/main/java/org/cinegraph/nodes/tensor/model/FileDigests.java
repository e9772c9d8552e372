package org.cinegraph.nodes.tensor.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.cinegraph.graph.digest.Digest;

/// Digests of large files that need not be read again while they look as they did: gigabytes of
/// weights would else delay each start of a worker. Size, time of change and inode tell; what was
/// changed just before it was read is not remembered, since a second change could look the same.
///
/// Kept in a file that is safe to lose. Processes that share it overwrite each other's additions,
/// which costs a reading.
public final class FileDigests {
  private static final Duration SETTLED = Duration.ofSeconds(2);
  private static final int BUFFER_BYTES = 1 << 20;

  private final Optional<Path> kept;
  private final SortedMap<String, Entry> entries = new TreeMap<>();

  /// @param look what tells that a file is another: size, times, inode
  private record Entry(Digest digest, String look) {}

  private FileDigests(Optional<Path> kept) {
    this.kept = kept;
  }

  /// Remembers for this process only.
  public static FileDigests ofThisProcess() {
    return new FileDigests(Optional.empty());
  }

  /// @param kept one line a file: digest, look, path; a line that is none is passed over
  public static FileDigests keptIn(Path kept) throws IOException {
    FileDigests digests = new FileDigests(Optional.of(kept));
    if (Files.isRegularFile(kept)) {
      for (String line : Files.readString(kept, StandardCharsets.UTF_8).split("\n")) {
        digests.take(line);
      }
    }
    return digests;
  }

  private void take(String line) {
    String[] words = line.split("  ", 3);
    if (words.length == 3 && words[0].matches("[0-9a-f]{64}")) {
      entries.put(words[2], new Entry(new Digest(words[0]), words[1]));
    }
  }

  /// The digest of a file as it is now, read only if it looks new.
  ///
  /// @param read told how many bytes more are done, read or remembered
  synchronized Digest of(Path file, LongConsumer read) throws IOException {
    String name = file.toRealPath().toString();
    String look = look(file);
    Entry known = entries.get(name);
    if (known != null && known.look().equals(look)) {
      read.accept(Files.size(file));
      return known.digest();
    }
    Digest digest = read(file, read);
    boolean settled =
        Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(SETTLED));
    if (settled && look.equals(look(file)) && name.indexOf('\n') < 0) {
      entries.put(name, new Entry(digest, look));
    }
    return digest;
  }

  /// What the file was when it was last read, whatever it is now.
  public synchronized Optional<Digest> remembered(Path file) throws IOException {
    return Optional.ofNullable(entries.get(file.toRealPath().toString())).map(Entry::digest);
  }

  /// Reads a file, whatever is remembered of it.
  public static Digest read(Path file, LongConsumer read) throws IOException {
    MessageDigest digest = Digest.sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int bytes = in.read(buffer); bytes >= 0; bytes = in.read(buffer)) {
        digest.update(buffer, 0, bytes);
        read.accept(bytes);
      }
    }
    return Digest.ofDigestBytes(digest.digest());
  }

  /// Writes what is remembered of files that are still there to the file it came from.
  public synchronized void keep() throws IOException {
    if (kept.isEmpty()) {
      return;
    }
    entries.keySet().removeIf(name -> !Files.exists(Path.of(name)));
    StringBuilder lines = new StringBuilder();
    entries.forEach((name, entry) ->
        lines
            .append(entry.digest().hex())
            .append("  ")
            .append(entry.look())
            .append("  ")
            .append(name)
            .append('\n'));
    Path file = kept.get();
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path next = Files.createTempFile(file.toAbsolutePath().getParent(), "digests", ".tmp");
    Files.writeString(next, lines, StandardCharsets.UTF_8);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String look(Path file) throws IOException {
    var facts = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino");
    return "%s/%s/%s/%s"
        .formatted(
            facts.get("size"), facts.get("lastModifiedTime"), facts.get("ctime"), facts.get("ino"));
  }
}
