package org.cinegraph.graph.value;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// A literal of the graph language: what YAML and JSON can say, typed. Nothing inside the engine
/// handles raw objects.
public sealed interface Value {
  record Nothing() implements Value {}

  record Text(String text) implements Value {}

  record Int(long number) implements Value {}

  /// Always finite: NaN and the infinities have no canonical JSON form.
  record Float(double number) implements Value {
    public Float {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("A number must be finite, found " + number);
      }
    }
  }

  record Bool(boolean value) implements Value {}

  record Items(List<Value> items) implements Value {
    public Items {
      items = List.copyOf(items);
    }
  }

  /// Keeps the order in which it was written; the canonical form sorts.
  record Fields(SequencedMap<String, Value> fields) implements Value {
    public Fields {
      fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
    }

    public static Fields of(Map<String, Value> fields) {
      return new Fields(new LinkedHashMap<>(fields));
    }
  }
}
