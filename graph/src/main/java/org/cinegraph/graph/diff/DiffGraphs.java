package org.cinegraph.graph.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import org.cinegraph.graph.diff.Change.Subject;
import org.cinegraph.graph.document.GraphImport;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.WriteGraph;
import org.cinegraph.graph.value.Value;

/// Finds what differs between two graphs, by node, port and value. Two graphs without a difference
/// have the same canonical form, and the other way round: comments, order and what says nothing
/// make none.
public final class DiffGraphs {
  private static final Value.Fields NONE = new Value.Fields(new TreeMap<>());

  private final List<Change> changes = new ArrayList<>();

  private DiffGraphs() {}

  /// @param before one without problems, like the other; what could not be linked of its imports
  ///   stands there as its author wrote it
  /// @return the first graph's order, then what only the second one has
  public static List<Change> diff(LinkedGraph before, LinkedGraph now) {
    DiffGraphs diff = new DiffGraphs();
    diff.graph(written(before), written(now));
    return List.copyOf(diff.changes);
  }

  /// With imports by their versions.
  private static Value.Fields written(LinkedGraph graph) {
    SequencedMap<String, GraphImport.Target> pins = new LinkedHashMap<>();
    graph
        .imports()
        .forEach((name, imported) ->
            pins.put(
                name,
                new GraphImport.Target.Pinned(
                    imported.document().name(), imported.canonical().version())));
    return WriteGraph.write(graph.document(), pins);
  }

  private void graph(Value.Fields before, Value.Fields now) {
    for (String key : keys(before, now)) {
      switch (key) {
        case "inputs" -> named(Subject.INPUT, "", part(before, key), part(now, key));
        case "imports" -> named(Subject.IMPORT, "", part(before, key), part(now, key));
        case "nodes" -> named(Subject.NODE, "", part(before, key), part(now, key));
        case "outputs" -> named(Subject.OUTPUT, "", part(before, key), part(now, key));
        default -> value(Subject.GRAPH, "", key, get(before, key), get(now, key));
      }
    }
  }

  /// @param path of the block that they are in
  private void named(Subject subject, String path, Value.Fields before, Value.Fields now) {
    for (String name : keys(before, now)) {
      Optional<Value> old = get(before, name);
      Optional<Value> fresh = get(now, name);
      if (subject == Subject.NODE
          && old.orElse(null) instanceof Value.Fields first
          && fresh.orElse(null) instanceof Value.Fields second) {
        node(path + name, first, second);
      } else {
        value(subject, path + name, "", old, fresh);
      }
    }
  }

  private void node(String name, Value.Fields before, Value.Fields now) {
    for (String key : keys(before, now)) {
      switch (key) {
        case "nodes" -> named(Subject.NODE, name + "/", part(before, key), part(now, key));
        case "outputs" -> named(Subject.OUTPUT, name + "/", part(before, key), part(now, key));
        case "with", "default" ->
            fields(Subject.NODE, name, key, part(before, key), part(now, key));
        default -> value(Subject.NODE, name, key, get(before, key), get(now, key));
      }
    }
  }

  private void fields(
      Subject subject, String name, String place, Value.Fields before, Value.Fields now) {
    for (String key : keys(before, now)) {
      String below = place.isEmpty() ? key : place + "." + key;
      value(subject, name, below, get(before, key), get(now, key));
    }
  }

  /// Mappings are gone into, and lists of one length: what was put in or taken out of a list would
  /// make all behind it differ.
  private void value(
      Subject subject, String name, String place, Optional<Value> before, Optional<Value> now) {
    if (before.equals(now)) {
      return;
    }
    if (before.orElse(null) instanceof Value.Fields old
        && now.orElse(null) instanceof Value.Fields fresh) {
      fields(subject, name, place, old, fresh);
    } else if (before.orElse(null) instanceof Value.Items(List<Value> old)
        && now.orElse(null) instanceof Value.Items(List<Value> fresh)
        && old.size() == fresh.size()) {
      for (int at = 0; at < old.size(); at++) {
        value(
            subject,
            name,
            place + "[" + at + "]",
            Optional.of(old.get(at)),
            Optional.of(fresh.get(at)));
      }
    } else {
      changes.add(new Change(subject, name, place, before, now));
    }
  }

  private static SequencedSet<String> keys(Value.Fields before, Value.Fields now) {
    SequencedSet<String> keys = new LinkedHashSet<>(before.fields().keySet());
    keys.addAll(now.fields().keySet());
    return keys;
  }

  private static Optional<Value> get(Value.Fields fields, String key) {
    return Optional.ofNullable(fields.fields().get(key));
  }

  private static Value.Fields part(Value.Fields of, String key) {
    SequencedMap<String, Value> fields = of.fields();
    return fields.get(key) instanceof Value.Fields part ? part : NONE;
  }
}
