package org.cinegraph.graph.value.function;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import org.cinegraph.graph.digest.Digest;

/// All node types of the language itself, by name.
public final class ValueFunctions {
  /// Stands for the code of all of them; changes with what one of them computes.
  public static final Digest PROGRAM = Digest.of("cinegraph-values-1");

  private static final SequencedMap<String, ValueFunction> ALL = new TreeMap<>();
  private static final SequencedMap<String, ValueFunction> HIDDEN = new TreeMap<>();

  static {
    List.of(
            new ArithmeticFunction(),
            new CombineFunction(),
            new CompareFunction(),
            new ConcatListsFunction(),
            new CountFunction(),
            new FillTextFunction(),
            new JoinTextFunction(),
            new ParseCsvFunction(),
            new ParseJsonFunction(),
            new ParseJsonLinesFunction(),
            new PickFunction(),
            new RangeFunction(),
            new SeedsFunction(),
            new SliceFunction(),
            new ZipFunction())
        .forEach(function -> ALL.put(function.declaration().type(), function));
  }

  static {
    List.of(new InterpolateFunction(), new PartFunction())
        .forEach(function -> HIDDEN.put(function.declaration().type(), function));
  }

  private ValueFunctions() {}

  /// Of a plan: one that authors name, or one that the language puts between nodes by itself.
  ///
  /// @throws IllegalArgumentException there is none
  public static ValueFunction planned(String type) {
    return find(type)
        .or(() -> Optional.ofNullable(HIDDEN.get(type)))
        .orElseThrow(() -> new IllegalArgumentException("No function " + type));
  }

  public static Optional<ValueFunction> find(String type) {
    return Optional.ofNullable(ALL.get(type));
  }

  /// Whether no worker's node type can have this name.
  public static boolean isTaken(String type) {
    return ALL.containsKey(type) || HIDDEN.containsKey(type);
  }

  public static SequencedSet<String> names() {
    return Collections.unmodifiableSequencedSet(ALL.sequencedKeySet());
  }

  public static SequencedCollection<ValueFunction> all() {
    return Collections.unmodifiableSequencedCollection(ALL.sequencedValues());
  }
}
