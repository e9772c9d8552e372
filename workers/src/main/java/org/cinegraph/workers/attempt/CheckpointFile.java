package org.cinegraph.workers.attempt;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The saved state of a loop: which loop of the executor it belongs to, the step that it stands
/// before, the steps in all, then what the executor wrote, then an end mark.
final class CheckpointFile {
  static final String MEDIA_TYPE = "application/vnd.cinegraph.checkpoint";

  private static final long START = 0x43474350_00000001L;
  private static final long END = 0x43474350_454e4421L;

  private CheckpointFile() {}

  /// Where in which loop a state stands.
  record Position(int loop, int nextStep, int steps) {}

  /// Writes or reads the executor's part.
  @FunctionalInterface
  interface Writer {
    void write(DataOutput out) throws IOException;
  }

  @FunctionalInterface
  interface Reader<S> {
    S read(DataInput in) throws IOException;
  }

  static void write(Path file, Position position, Writer state) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeLong(START);
      out.writeInt(position.loop());
      out.writeInt(position.nextStep());
      out.writeInt(position.steps());
      state.write(out);
      out.writeLong(END);
    }
  }

  /// The state, if it is one of this very loop.
  ///
  /// @throws IOException it is torn, belongs elsewhere, or is of another format
  static <S> S read(Path file, Position expected, Reader<S> state) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (in.readLong() != START) {
        throw new IOException("it is no checkpoint of this format");
      }
      Position found = new Position(in.readInt(), in.readInt(), in.readInt());
      if (!found.equals(expected)) {
        throw new IOException("expected " + expected + ", found " + found);
      }
      S restored = state.read(in);
      if (in.readLong() != END || in.read() >= 0) {
        throw new IOException("it does not end where it should");
      }
      return restored;
    }
  }
}
