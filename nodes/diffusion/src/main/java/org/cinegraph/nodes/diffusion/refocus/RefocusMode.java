package org.cinegraph.nodes.diffusion.refocus;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What can be done with the attention of groups. They may be combined.
enum RefocusMode {
  /// Shows where the words of groups are looked for, and changes nothing.
  OBSERVE,
  /// Multiplies what the words of a group are given (Prompt-to-Prompt, arXiv 2208.01626).
  REWEIGHT,
  /// Moves scores towards regions (DenseDiffusion, arXiv 2308.12964).
  MODULATE,
  /// Moves the sample down an energy before a step.
  GUIDE;

  String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> names() {
    return Stream.of(values()).map(RefocusMode::written).toList();
  }
}
