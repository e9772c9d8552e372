package org.cinegraph.bench.measure;

/// Something that a bench lets its caller choose: a whole number, as `--NAME N`.
///
/// @param name with its two dashes
/// @param usual what holds where it is not given
/// @param least no smaller number is taken
public record BenchOption(String name, int usual, int least, String text) {
  public BenchOption {
    if (!name.startsWith("--") || usual < least) {
      throw new IllegalArgumentException("Not an option: " + name + " " + usual);
    }
  }
}
