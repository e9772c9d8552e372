package org.cinegraph.graph.document;

import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.value.Value;

/// A YAML or JSON value with the place of each part.
sealed interface Tree {
  Position position();

  /// Values inside, this one included, with aliases followed.
  long weight();

  record Scalar(Value value, Position position) implements Tree {
    @Override
    public long weight() {
      return 1;
    }
  }

  record Sequence(List<Tree> items, Position position, long weight) implements Tree {}

  record Mapping(SequencedMap<String, Entry> entries, Position position, long weight)
      implements Tree {}

  /// Something that was reported already.
  record Unreadable(Position position) implements Tree {
    @Override
    public long weight() {
      return 1;
    }
  }

  record Entry(Position namePosition, Tree value) {}

  /// What it is, for messages.
  default String kind() {
    return switch (this) {
      case Scalar(Value value, Position _) -> kind(value);
      case Sequence _ -> "a list";
      case Mapping _ -> "a mapping";
      case Unreadable _ -> "something unreadable";
    };
  }

  private static String kind(Value value) {
    return switch (value) {
      case Value.Nothing() -> "nothing";
      case Value.Text _ -> "a text";
      case Value.Int _ -> "an int";
      case Value.Float _ -> "a float";
      case Value.Bool _ -> "a boolean";
      case Value.Items _ -> "a list";
      case Value.Fields _ -> "a mapping";
    };
  }
}
