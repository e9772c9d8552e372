package org.cinegraph.bench.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// A promise of equality that is too large for a test. What a bench found of it lies in
/// `target/fidelity` of the tree, in the fields that tests leave for docs/fidelity.md.
///
/// @param what the first words of its row
/// @param most the largest relative RMS that is allowed
record RecordGate(String kind, String what, double most, String command) {
  /// SD 1.5 as large as it is.
  static final RecordGate FULL =
      new RecordGate(
          "Full size",
          "UNet2DConditionModel of SD 1.5, random weights, alone and a guided step under a lease",
          1e-5,
          "./cinegraph bench unet-full");

  /// Wan 2.1 of 1.3B as large as it is.
  static final RecordGate WAN =
      new RecordGate(
          "Full size",
          "WanTransformer3DModel of Wan 2.1 1.3B, random weights, alone and a guided step under a lease",
          1e-5,
          "./cinegraph bench wan-full");

  static final List<RecordGate> ALL = List.of(FULL, WAN);

  /// @param root of the source tree
  /// @param comparisons how many there were
  /// @param worst the largest relative RMS that was found
  void found(Path root, int comparisons, double worst) throws IOException {
    Path folder = Files.createDirectories(root.resolve("target/fidelity"));
    String line =
        String.join(
            "\t",
            kind,
            what,
            "relative RMS",
            Integer.toString(comparisons),
            written(worst),
            written(most),
            command);
    Files.writeString(folder.resolve(what.replaceAll("[^A-Za-z0-9.-]+", "-")), line);
  }

  private static String written(double figure) {
    return figure == 0 ? "0" : String.format(Locale.ROOT, "%.1e", figure);
  }
}
