package org.cinegraph.nodes.text.caption;

/// A stretch of a caption.
///
/// @param start of its first character
/// @param end behind its last
record Phrase(String caption, int start, int end) {
  String text() {
    return caption.substring(start, end);
  }

  Phrase part(int from, int to) {
    return new Phrase(caption, start + from, start + to);
  }

  boolean isEmpty() {
    return start >= end;
  }
}
