package org.cinegraph.db.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The local disk, which does what a test tells it to at one kind of operation, and remembers in
/// what order it was used.
public final class FaultyDisk implements StoreDisk {
  private final StoreDisk disk = new LocalDisk();
  private final List<String> used = new ArrayList<>();
  private Optional<Operation> fault = Optional.empty();
  private Fault then = () -> {};

  public enum Operation {
    CREATE,
    WRITE,
    FORCE,
    CLOSE,
    MAKE_FOLDER,
    MOVE,
    FORCE_FOLDER,
    DELETE
  }

  @FunctionalInterface
  public interface Fault {
    void strike() throws IOException;
  }

  /// From now on, at every operation of the kind.
  public synchronized void at(Operation operation, Fault strikes) {
    fault = Optional.of(operation);
    then = strikes;
  }

  /// Every write, as of a disk without room.
  public void isFull() {
    at(
        Operation.WRITE,
        () -> {
          throw new IOException("No space left on device");
        });
  }

  public synchronized void works() {
    fault = Optional.empty();
  }

  public synchronized List<String> used() {
    return List.copyOf(used);
  }

  private void reached(Operation operation) throws IOException {
    Fault now;
    synchronized (this) {
      used.add(operation.name().toLowerCase(Locale.ROOT));
      if (!fault.equals(Optional.of(operation))) {
        return;
      }
      now = then;
    }
    now.strike();
  }

  @Override
  public OpenFile create(Path file) throws IOException {
    reached(Operation.CREATE);
    OpenFile open = disk.create(file);
    return new OpenFile() {
      @Override
      public void write(ByteBuffer piece) throws IOException {
        // Half of it gets through, as on a disk that becomes full.
        ByteBuffer half = piece.duplicate().limit(piece.position() + piece.remaining() / 2);
        open.write(half);
        reached(Operation.WRITE);
        open.write(piece.position(half.position()));
      }

      @Override
      public void force() throws IOException {
        reached(Operation.FORCE);
        open.force();
      }

      @Override
      public void close() throws IOException {
        open.close();
        reached(Operation.CLOSE);
      }
    };
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    reached(Operation.MAKE_FOLDER);
    disk.makeFolder(folder);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    reached(Operation.MOVE);
    disk.move(from, to);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    reached(Operation.FORCE_FOLDER);
    disk.forceFolder(folder);
  }

  @Override
  public void delete(Path file) throws IOException {
    reached(Operation.DELETE);
    disk.delete(file);
  }
}
