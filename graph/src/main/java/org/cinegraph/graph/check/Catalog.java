package org.cinegraph.graph.check;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.function.ValueFunction;
import org.cinegraph.graph.value.function.ValueFunctions;

/// What graphs can be made of at one moment: node types by name and version, and model packages. A
/// snapshot; checks and plans are pure functions of it.
///
/// @param types for each type, its versions
/// @param modelPackages name to digest
/// @param unusablePackages those that somebody has and cannot use, name to reason
public record Catalog(
    SortedMap<String, SortedMap<Integer, Entry>> types,
    SortedMap<String, Digest> modelPackages,
    SortedMap<String, String> unusablePackages) {
  public Catalog {
    types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
    modelPackages = Collections.unmodifiableSortedMap(new TreeMap<>(modelPackages));
    unusablePackages = Collections.unmodifiableSortedMap(new TreeMap<>(unusablePackages));
  }

  /// One whose packages can all be used.
  public Catalog(
      SortedMap<String, SortedMap<Integer, Entry>> types, SortedMap<String, Digest> modelPackages) {
    this(types, modelPackages, new TreeMap<>());
  }

  /// One version of a node type.
  ///
  /// @param program digest of the code that computes it
  public record Entry(NodeDeclaration declaration, Digest program) {
    public Entry {
      requireNonNull(declaration, "declaration is null");
      requireNonNull(program, "program is null");
    }
  }

  public static Catalog of(List<Entry> entries, Map<String, Digest> modelPackages) {
    return of(entries, modelPackages, new TreeMap<>());
  }

  public static Catalog of(
      List<Entry> entries,
      Map<String, Digest> modelPackages,
      SortedMap<String, String> unusablePackages) {
    SortedMap<String, SortedMap<Integer, Entry>> types = new TreeMap<>();
    for (Entry entry : entries) {
      NodeDeclaration declaration = entry.declaration();
      types
          .computeIfAbsent(declaration.type(), _ -> new TreeMap<>())
          .put(declaration.version(), entry);
    }
    return new Catalog(types, new TreeMap<>(modelPackages), unusablePackages);
  }

  /// The version that the author pinned, else the newest. The language's own node types are in
  /// every catalog.
  public Optional<Entry> find(String type, Optional<Integer> pinned) {
    Optional<ValueFunction> function = ValueFunctions.find(type);
    if (function.isPresent()) {
      NodeDeclaration declaration = function.get().declaration();
      return pinned.isEmpty() || pinned.get() == declaration.version()
          ? Optional.of(new Entry(declaration, ValueFunctions.PROGRAM))
          : Optional.empty();
    }
    SortedMap<Integer, Entry> versions = versions(type);
    if (versions.isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(versions.get(pinned.orElseGet(versions::lastKey)));
  }

  public SortedMap<Integer, Entry> versions(String type) {
    SortedMap<Integer, Entry> versions = types.get(type);
    return versions == null ? Collections.emptySortedMap() : versions;
  }
}
