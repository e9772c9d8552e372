package org.cinegraph.graph.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// The keys of a node. One of five says what it is, and with it which others it may have.
public final class NodeKeys {
  private static final SequencedMap<String, List<String>> OWN = new LinkedHashMap<>();

  static {
    OWN.put("type", List.of("with", "retry", "timeout", "priority", "cache", "bypass", "needs"));
    OWN.put("graph", List.of("with"));
    OWN.put("nodes", List.of("outputs"));
    OWN.put("approve", List.of("with", "edit", "timeout", "otherwise"));
    OWN.put("merge", List.of());
  }

  private static final List<String> COMMON =
      List.of(
          "for-each",
          "as",
          "index",
          "max-parallel",
          "on-error",
          "when",
          "default",
          "title",
          "notes");

  private NodeKeys() {}

  /// The keys of which a node has one.
  public static SequencedSet<String> kinds() {
    return Collections.unmodifiableSequencedSet(OWN.sequencedKeySet());
  }

  /// What only nodes of this kind have beside the key itself.
  public static List<String> own(String kind) {
    return OWN.getOrDefault(kind, List.of());
  }

  /// What every node may have.
  public static List<String> common() {
    return COMMON;
  }

  /// All that a node of this kind may have.
  public static List<String> all(String kind) {
    List<String> all = new ArrayList<>(List.of(kind));
    all.addAll(own(kind));
    all.addAll(COMMON);
    return all;
  }
}
