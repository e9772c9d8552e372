package org.cinegraph.cli.store;

import java.util.Locale;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.ArtifactAmount;

/// Numbers of things and their bytes, for people and for scripts.
final class Quantity {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

  private Quantity() {}

  static String of(ArtifactAmount amount, String one, String many) {
    return "%d %s (%s)"
        .formatted(
            amount.getCount(), amount.getCount() == 1 ? one : many, bytes(amount.getBytes()));
  }

  /// For example `1.5 MB`.
  static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " bytes";
    }
    double scaled = bytes;
    int unit = -1;
    while (scaled >= 1000 && unit < UNITS.length - 1) {
      scaled /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", scaled, UNITS[unit]);
  }

  static Value json(ArtifactAmount amount) {
    return new FieldWriter()
        .integer("count", amount.getCount())
        .integer("bytes", amount.getBytes())
        .fields();
  }
}
