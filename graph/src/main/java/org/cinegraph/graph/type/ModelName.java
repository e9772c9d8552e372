package org.cinegraph.graph.type;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.cinegraph.graph.value.Value;

/// What a value of type model says: the name of a package, or of one with parts taken from others,
/// and in which form it is to be used: `{base: sdxl, unet: cosmicman, dtype: bf16}`.
///
/// @param parts for each part that is replaced, the package it comes from
/// @param dtype what its networks compute in; absent: what the worker takes for its device
/// @param variant which of several files of weights; absent: the plain one
public record ModelName(
    String base, SortedMap<String, String> parts, Optional<Dtype> dtype, Optional<String> variant) {
  /// The key of a mapping that names the package the other parts come from.
  public static final String BASE = "base";

  public static final String DTYPE = "dtype";
  public static final String VARIANT = "variant";

  /// It becomes part of a file's name.
  private static final Pattern VARIANT_NAME = Pattern.compile("\\w{1,40}");

  public ModelName {
    requireNonNull(base, "base is null");
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    requireNonNull(dtype, "dtype is null");
    requireNonNull(variant, "variant is null");
  }

  /// @return empty if the value is neither a text nor a mapping of texts with a base, or its form
  ///   is none that there is
  public static Optional<ModelName> of(Value value) {
    return switch (value) {
      case Value.Text(String name) ->
          Optional.of(new ModelName(name, new TreeMap<>(), Optional.empty(), Optional.empty()));
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
    if (names.size() != fields.size() || !names.containsKey(BASE)) {
      return Optional.empty();
    }
    String base = names.remove(BASE);
    Optional<String> dtype = Optional.ofNullable(names.remove(DTYPE));
    Optional<String> variant = Optional.ofNullable(names.remove(VARIANT));
    boolean isKnown =
        dtype.map(Dtype.names()::contains).orElse(true)
            && variant.map(ModelName::isVariant).orElse(true);
    return isKnown
        ? Optional.of(new ModelName(base, names, dtype.flatMap(Dtype::named), variant))
        : Optional.empty();
  }

  /// Whether it can stand in the name of a file of weights: `model.fp16.safetensors`.
  public static boolean isVariant(String name) {
    return VARIANT_NAME.matcher(name).matches();
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
