package org.cinegraph.nodes.text.unigram;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;

/// The pieces of a Unigram model with what each is worth.
final class Pieces {
  /// A piece and the logarithm of its probability.
  record Piece(String text, double score) {}

  private static final double UNKNOWN_PENALTY = 10;

  private final List<Piece> pieces;
  private final SequencedMap<String, Integer> numbers = new LinkedHashMap<>();
  private final OptionalInt unknown;
  private final boolean byteFallback;
  private final double unknownScore;
  private final int longest;

  /// @param unknown number of the unknown piece
  /// @param byteFallback whether what has no piece is spelt in bytes
  Pieces(List<Piece> pieces, OptionalInt unknown, boolean byteFallback) {
    this.pieces = List.copyOf(pieces);
    for (int i = 0; i < pieces.size(); i++) {
      numbers.put(pieces.get(i).text(), i);
    }
    this.unknown = unknown;
    this.byteFallback = byteFallback;
    this.unknownScore = pieces.stream().mapToDouble(Piece::score).min().orElse(0) - UNKNOWN_PENALTY;
    this.longest = pieces.stream().mapToInt(piece -> piece.text().length()).max().orElse(0);
  }

  SequencedMap<String, Integer> numbers() {
    return Collections.unmodifiableSequencedMap(numbers);
  }

  double score(int number) {
    return pieces.get(number).score();
  }

  OptionalInt unknown() {
    return unknown;
  }

  boolean byteFallback() {
    return byteFallback;
  }

  /// What a character without a piece is worth.
  double unknownScore() {
    return unknownScore;
  }

  /// Of the longest piece, in UTF-16 units.
  int longest() {
    return longest;
  }

  int size() {
    return pieces.size();
  }
}
