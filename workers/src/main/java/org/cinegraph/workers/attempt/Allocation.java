package org.cinegraph.workers.attempt;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cinegraph.proto.v1.WorkFailed;

/// Memory that an allocator of libtorch refused, by its words: `you tried to allocate 4000000
/// bytes` of the processor's, `Tried to allocate 2.00 GiB` of the GPU's.
record Allocation(long bytes, boolean onDevice) {
  private static final Pattern TRIED =
      Pattern.compile("(?i)tried to allocate (\\d{1,18}(?:\\.\\d{1,9})?) ?(bytes|[KMGT]iB)");

  /// Beyond what a computer has: a number that is not to be believed.
  private static final BigDecimal MOST_BYTES = BigDecimal.valueOf(1L << 50);

  /// Empty where the words do not name it.
  static Optional<Allocation> refused(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      Matcher tried = TRIED.matcher(message);
      if (Failures.isOutOfMemory(cause) && tried.find()) {
        BigDecimal bytes =
            new BigDecimal(tried.group(1)).multiply(BigDecimal.valueOf(unit(tried.group(2))));
        return bytes.compareTo(MOST_BYTES) > 0
            ? Optional.empty()
            : Optional.of(
                new Allocation(
                    bytes.setScale(0, RoundingMode.CEILING).longValueExact(),
                    message.contains("CUDA")));
      }
    }
    return Optional.empty();
  }

  private static long unit(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "kib" -> 1L << 10;
      case "mib" -> 1L << 20;
      case "gib" -> 1L << 30;
      case "tib" -> 1L << 40;
      default -> 1;
    };
  }

  void tell(WorkFailed.Builder failed) {
    if (onDevice) {
      failed.setShortOfDeviceBytes(bytes);
    } else {
      failed.setShortOfHostBytes(bytes);
    }
  }
}
