package org.cinegraph.db.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

/// What the store asks of its file system when it writes. A seam: a disk that is full, read-only,
/// torn or slow stands in for the real one where it is tested what becomes of that.
public interface StoreDisk {
  /// How long one operation may take. A disk that needs longer is as good as away, and whoever
  /// waits for it should know.
  Duration PATIENCE = Duration.ofSeconds(30);

  /// The real one, each of whose operations is given up after a while.
  static StoreDisk local() {
    return new PatientDisk(new LocalDisk(), PATIENCE);
  }

  /// A new file, open for writing.
  OpenFile create(Path file) throws IOException;

  /// Makes a folder and says so to the disk, unless it is there.
  void makeFolder(Path folder) throws IOException;

  /// Gives a file another name, in one step, in place of whatever has it.
  void move(Path from, Path to) throws IOException;

  /// Puts the names in a folder on the disk: a file that was moved there is safe from then on.
  void forceFolder(Path folder) throws IOException;

  /// No mistake where there is no such file.
  void delete(Path file) throws IOException;

  /// A file that is being written.
  interface OpenFile {
    /// Takes all that remains of the piece.
    void write(ByteBuffer piece) throws IOException;

    /// Puts the bytes on the disk.
    void force() throws IOException;

    void close() throws IOException;
  }
}
