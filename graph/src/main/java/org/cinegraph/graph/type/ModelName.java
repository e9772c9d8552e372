package org.cinegraph.graph.type;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cinegraph.graph.value.Value;

/// What a value of type model says: the name of a package, or of one with parts taken from others:
/// `{base: sdxl, unet: cosmicman}`.
///
/// @param parts for each part that is replaced, the package it comes from
public record ModelName(String base, SortedMap<String, String> parts) {
  /// The key of a mapping that names the package the other parts come from.
  public static final String BASE = "base";

  public ModelName {
    requireNonNull(base, "base is null");
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
  }

  /// @return empty if the value is neither a text nor a mapping of texts with a base
  public static Optional<ModelName> of(Value value) {
    return switch (value) {
      case Value.Text(String name) -> Optional.of(new ModelName(name, new TreeMap<>()));
      case Value.Fields(SequencedMap<String, Value> fields) -> composed(fields);
      case Value.Nothing _, Value.Int _, Value.Float _, Value.Bool _, Value.Items _ ->
          Optional.empty();
    };
  }

  private static Optional<ModelName> composed(SequencedMap<String, Value> fields) {
    SortedMap<String, String> names = new TreeMap<>();
    fields.forEach((part, value) -> {
      if (value instanceof Value.Text(String name)) {
        names.put(part, name);
      }
    });
    String base = names.remove(BASE);
    return base == null || names.size() != fields.size() - 1
        ? Optional.empty()
        : Optional.of(new ModelName(base, names));
  }

  /// All packages that are named.
  public SequencedSet<String> packages() {
    SequencedSet<String> all = new LinkedHashSet<>();
    all.add(base);
    all.addAll(parts.values());
    return all;
  }

  /// The parameter's name for the package that a part comes from, beside the parameter itself for
  /// the base: `model/unet`.
  public static String key(String parameter, String part) {
    return parameter + "/" + part;
  }
}
