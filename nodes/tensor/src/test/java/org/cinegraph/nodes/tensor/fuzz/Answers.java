package org.cinegraph.nodes.tensor.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.NoSuchFileException;
import java.util.SplittableRandom;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.safetensors.MalformedSafetensors;

/// Whatever is in a file, reading it is answered: by what is read or by a message for people that
/// is not too long to read, with memory in proportion to the file.
public final class Answers {
  private static final int LONGEST_MESSAGE = 6_000;

  /// What a reading may take that has nothing to do with the file: parsers and their tables.
  private static final long MOST_BYTES = 24L << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Answers() {}

  /// Reads one altered file.
  @FunctionalInterface
  public interface Reading {
    void read(SplittableRandom random) throws NodeFailure, IOException;
  }

  /// @return how many were refused
  public static int of(int count, Reading reading) {
    int refused = 0;
    for (int seed = 0; seed < count; seed++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      String message = answer(seed, reading);
      long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
      if (taken > MOST_BYTES || message.length() > LONGEST_MESSAGE) {
        throw new AssertionError(
            "Seed %d took %d bytes and was told: %s".formatted(seed, taken, message));
      }
      refused += message.isEmpty() ? 0 : 1;
    }
    return refused;
  }

  private static String answer(int seed, Reading reading) {
    try {
      reading.read(new SplittableRandom(seed));
      return "";
    } catch (NodeFailure | MalformedSafetensors | NoSuchFileException refusal) {
      return String.valueOf(refusal.getMessage());
    } catch (IOException | RuntimeException | Error defect) {
      throw new AssertionError("Seed " + seed + " is not answered", defect);
    }
  }
}
