package org.cinegraph.graph.value.function;

/// How much a function may make. Its results are kept in the database with each run.
final class Limits {
  /// Items of one list.
  static final int ITEMS = 50_000;

  /// Characters of one text.
  static final int TEXT_LENGTH = 1_000_000;

  private Limits() {}

  /// The text, if it is not too long to be read.
  static String held(String text) {
    if (text.length() > TEXT_LENGTH) {
      throw tooLong(text.length());
    }
    return text;
  }

  static ValueFailure tooMany(long items) {
    return new ValueFailure(
        "too-many-items", "The list would have %d items, more than %d".formatted(items, ITEMS));
  }

  static ValueFailure tooLong(long characters) {
    return new ValueFailure(
        "too-long", "The text has %d characters, more than %d".formatted(characters, TEXT_LENGTH));
  }
}
