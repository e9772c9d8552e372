package org.cinegraph.activities;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.cinegraph.db.run.Events.StoredEvent;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.value.Value;

/// The events of a run as lines for a golden file: those of the run in their order, then those of
/// each node in theirs. Which of two nodes that wait for nothing of each other comes first is
/// nobody's promise.
final class EventLines {
  /// Ids, times, and what has a random part.
  private static final Set<String> VOLATILE = Set.of("work", "backoff_ms");

  private EventLines() {}

  static List<String> of(Plan plan, List<StoredEvent> events) {
    SequencedMap<String, List<String>> bySubject = new LinkedHashMap<>();
    bySubject.put("run", new ArrayList<>());
    plan.nodes().stream()
        .map(PlannedNode::name)
        .forEach(name -> bySubject.put("node " + name, new ArrayList<>()));
    for (StoredEvent event : events) {
      String subject = event.node().map(name -> "node " + name).orElse("run");
      bySubject.computeIfAbsent(subject, _ -> new ArrayList<>()).add(line(event));
    }
    List<String> lines = new ArrayList<>();
    bySubject.forEach((subject, of) -> {
      lines.add(subject);
      of.forEach(line -> lines.add("    " + line));
    });
    return lines;
  }

  private static String line(StoredEvent event) {
    Value.Fields body = (Value.Fields) CanonicalJson.parse(event.body());
    SequencedMap<String, Value> kept = new LinkedHashMap<>(body.fields());
    VOLATILE.forEach(kept::remove);
    // The key of what is not to be shared has the id of its run in it; the plan has the others.
    kept.remove("memo_key");
    return kept.isEmpty()
        ? event.type()
        : event.type() + " " + CanonicalJson.write(new Value.Fields(kept));
  }
}
