package org.cinegraph.graph.value;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/// Puts the fields of one JSON object together: the other half of {@link FieldReader}. Absent
/// optional fields are left out.
public final class FieldWriter {
  private final SequencedMap<String, Value> fields = new LinkedHashMap<>();

  public FieldWriter put(String name, Value value) {
    fields.put(name, value);
    return this;
  }

  public FieldWriter text(String name, String text) {
    return put(name, new Value.Text(text));
  }

  public FieldWriter integer(String name, long number) {
    return put(name, new Value.Int(number));
  }

  public FieldWriter flag(String name, boolean flag) {
    return put(name, new Value.Bool(flag));
  }

  public <T> FieldWriter optional(String name, Optional<T> value, Function<T, Value> write) {
    value.ifPresent(present -> put(name, write.apply(present)));
    return this;
  }

  public <T> FieldWriter list(String name, List<T> items, Function<T, Value> write) {
    return put(name, new Value.Items(items.stream().map(write).toList()));
  }

  public <T> FieldWriter map(String name, Map<String, T> entries, Function<T, Value> write) {
    SequencedMap<String, Value> written = new LinkedHashMap<>();
    entries.forEach((key, value) -> written.put(key, write.apply(value)));
    return put(name, new Value.Fields(written));
  }

  public Value.Fields fields() {
    return new Value.Fields(fields);
  }
}
