package org.cinegraph.nodes.text.caption;

import java.util.List;

/// A part of a picture of a person, by the labels of a parse map as SCHP draws it (ATR, 18 labels).
enum Region {
  FOREGROUND("foreground", List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17)),
  BACKGROUND("background", List.of(0)),
  HAIR("hair", List.of(2)),
  HAT("hat", List.of(1)),
  GLASSES("sunglasses", List.of(3)),
  UPPER_CLOTHES("upper-clothes", List.of(4)),
  CLOTHES("clothes", List.of(4, 5, 6, 7)),
  DRESS("dress", List.of(7)),
  SKIRT("skirt", List.of(5)),
  PANTS("pants", List.of(6)),
  BELT("belt", List.of(8)),
  SHOES("shoes", List.of(9, 10)),
  BAG("bag", List.of(16)),
  SCARF("scarf", List.of(17)),
  /// What the training had no label for.
  NONE("", List.of());

  private final String written;
  private final List<Integer> labels;

  Region(String written, List<Integer> labels) {
    this.written = written;
    this.labels = labels;
  }

  String written() {
    return written;
  }

  List<Integer> labels() {
    return labels;
  }
}
