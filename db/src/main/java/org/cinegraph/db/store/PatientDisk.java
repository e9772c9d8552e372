package org.cinegraph.db.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Gives up an operation that takes too long, as on a network file system whose server is away: a
/// thread in the kernel cannot be called back, so it is left there and its caller goes on.
///
/// What such an operation still does when it wakes is harmless: bytes that are visible are whole,
/// and a file that nobody knows of is collected.
final class PatientDisk implements StoreDisk {
  private final StoreDisk disk;
  private final Duration patience;

  PatientDisk(StoreDisk disk, Duration patience) {
    this.disk = disk;
    this.patience = patience;
  }

  @Override
  public OpenFile create(Path file) throws IOException {
    return new PatientFile(within(() -> disk.create(file)));
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    within(() -> {
      disk.makeFolder(folder);
      return true;
    });
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    within(() -> {
      disk.move(from, to);
      return true;
    });
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    within(() -> {
      disk.forceFolder(folder);
      return true;
    });
  }

  @Override
  public void delete(Path file) throws IOException {
    within(() -> {
      disk.delete(file);
      return true;
    });
  }

  private final class PatientFile implements OpenFile {
    private final OpenFile file;

    PatientFile(OpenFile file) {
      this.file = file;
    }

    @Override
    public void write(ByteBuffer piece) throws IOException {
      within(() -> {
        file.write(piece);
        return true;
      });
    }

    @Override
    public void force() throws IOException {
      within(() -> {
        file.force();
        return true;
      });
    }

    @Override
    public void close() throws IOException {
      within(() -> {
        file.close();
        return true;
      });
    }
  }

  private <T> T within(Callable<T> operation) throws IOException {
    FutureTask<T> task = new FutureTask<>(operation);
    Thread.ofVirtual().name("store-disk").start(task);
    try {
      return task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new IOException("the disk did not answer within %d s".formatted(patience.toSeconds()));
    } catch (ExecutionException e) {
      throw cause(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the disk worked");
    }
  }

  private static IOException cause(ExecutionException failed) {
    return switch (failed.getCause()) {
      case IOException io -> io;
      case RuntimeException defect -> throw defect;
      case Error error -> throw error;
      case null, default -> throw new IllegalStateException(failed);
    };
  }
}
