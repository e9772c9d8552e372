package org.cinegraph.graph.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/// Takes the fields of one JSON object apart. Every codec of the project reads through it, so a
/// broken record is refused by the name of the field, in the same words everywhere.
///
/// @param what the kind of thing that is read, for messages: `plan`
public record FieldReader(String what, SequencedMap<String, Value> fields) {

  public static FieldReader of(String what, Value value) {
    if (value instanceof Value.Fields(SequencedMap<String, Value> fields)) {
      return new FieldReader(what, fields);
    }
    throw new UnreadableJsonException(what + " must be a JSON object");
  }

  public Value value(String name) {
    Value value = fields.get(name);
    if (value == null) {
      throw new UnreadableJsonException(what + " has no field " + name);
    }
    return value;
  }

  /// The field, unless it is absent or null.
  public Optional<Value> optional(String name) {
    return Optional.ofNullable(fields.get(name)).filter(value -> !(value instanceof Value.Nothing));
  }

  public String text(String name) {
    return asText(name, value(name));
  }

  public long integer(String name) {
    if (value(name) instanceof Value.Int(long number)) {
      return number;
    }
    throw wrong(name, "an integer");
  }

  /// An integer of 32 bits.
  public int number(String name) {
    long number = integer(name);
    if (number != (int) number) {
      throw wrong(name, "an integer of 32 bits");
    }
    return (int) number;
  }

  public double decimal(String name) {
    return switch (value(name)) {
      case Value.Float(double number) -> number;
      case Value.Int(long number) -> (double) number;
      case Value.Nothing _, Value.Text _, Value.Bool _, Value.Items _, Value.Fields _ ->
          throw wrong(name, "a number");
    };
  }

  public boolean flag(String name) {
    if (value(name) instanceof Value.Bool(boolean flag)) {
      return flag;
    }
    throw wrong(name, "true or false");
  }

  public <T> List<T> list(String name, Function<Value, T> read) {
    if (!(value(name) instanceof Value.Items(List<Value> items))) {
      throw wrong(name, "a list");
    }
    List<T> all = new ArrayList<>(items.size());
    items.forEach(item -> all.add(read.apply(item)));
    return all;
  }

  /// An object whose names are data, not fields of a record.
  public <T> SequencedMap<String, T> map(String name, Function<Value, T> read) {
    if (!(value(name) instanceof Value.Fields(SequencedMap<String, Value> entries))) {
      throw wrong(name, "an object");
    }
    SequencedMap<String, T> all = new LinkedHashMap<>();
    entries.forEach((key, value) -> all.put(key, read.apply(value)));
    return all;
  }

  /// The text of a list's item.
  public String asText(String name, Value value) {
    if (value instanceof Value.Text(String text)) {
      return text;
    }
    throw wrong(name, "a text");
  }

  public UnreadableJsonException wrong(String name, String expected) {
    return new UnreadableJsonException("Field " + name + " of a " + what + " must be " + expected);
  }
}
