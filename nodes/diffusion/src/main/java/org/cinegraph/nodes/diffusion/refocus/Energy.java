package org.cinegraph.nodes.diffusion.refocus;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What guiding makes smaller.
enum Energy {
  /// The share of a word's attention that lies outside its region, squared (layout guidance, arXiv
  /// 2304.03373).
  BOX,
  /// The loss that CosmicMan trains with.
  HOLA,
  /// The same of the words alone, each by its largest value.
  HOLA_N,
  /// How far the word seen least is from being seen fully, wherever (Attend-and-Excite, arXiv
  /// 2301.13826).
  AE;

  String written() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> names() {
    return Stream.of(values()).map(Energy::written).toList();
  }

  static Energy named(String name) {
    return Stream.of(values())
        .filter(energy -> energy.written().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No energy " + name));
  }
}
