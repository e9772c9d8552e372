package org.cinegraph.bench.sampling;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import org.cinegraph.graph.digest.Digest;

/// What a [LoneControlPlane] keeps, in files of a folder: in memory it would count as the worker's
/// where memory is measured. Of checkpoints only the newest two stay, as no more are of use.
final class StoredArtifacts {
  private static final int CHECKPOINTS = 2;

  private final Path folder;
  private final ArrayDeque<Digest> checkpoints = new ArrayDeque<>();

  /// @param folder made if it is missing
  StoredArtifacts(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  void keep(byte[] artifact) {
    try {
      Files.write(file(Digest.of(artifact)), artifact);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The bytes; none where there is no such artifact.
  byte[] read(Digest digest) {
    try {
      return holds(digest) ? Files.readAllBytes(file(digest)) : new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean holds(Digest digest) {
    return Files.exists(file(digest));
  }

  Path file(Digest digest) {
    return folder.resolve(digest.hex());
  }

  /// Takes note that an artifact is the state of a checkpoint, and deletes that of an earlier one.
  synchronized void checkpoint(Digest state) {
    checkpoints.remove(state);
    checkpoints.add(state);
    while (checkpoints.size() > CHECKPOINTS) {
      try {
        Files.deleteIfExists(file(checkpoints.remove()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// An artifact on its way in.
  Arriving arriving() {
    try {
      Path file = Files.createTempFile(folder, "arriving-", null);
      return new Arriving(file, Files.newOutputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Its pieces, in order.
  final class Arriving {
    private final Path file;
    private final OutputStream out;

    private Arriving(Path file, OutputStream out) {
      this.file = file;
      this.out = out;
    }

    void piece(ByteString bytes) {
      try {
        bytes.writeTo(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// @param digest as the worker computed it
    void end(Digest digest) {
      try {
        out.close();
        Files.move(file, file(digest), StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
