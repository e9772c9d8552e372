package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.cinegraph.db.Channel;
import org.cinegraph.db.Sql;
import org.cinegraph.db.transition.Transition;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.Value;

/// What a transaction has to say about runs, gathered and written as its last statements: the row
/// of a run is locked once and briefly, and the numbers of its events are dense and visible in
/// order.
public final class RunTally {
  private final SequencedMap<RunId, Change> changes =
      new TreeMap<>(Comparator.comparing(RunId::tenant).thenComparing(RunId::run));

  /// An event of a node.
  ///
  /// @return true, so that it can stand in a row reader
  public boolean event(UUID tenant, UUID run, String type, String node, Value.Fields body) {
    return change(tenant, run).events.add(new NewEvent(type, java.util.Optional.of(node), body));
  }

  /// An event of the run itself.
  public void event(UUID tenant, UUID run, String type, Value.Fields body) {
    change(tenant, run).events.add(new NewEvent(type, java.util.Optional.empty(), body));
  }

  /// One more node has ended.
  void nodeEnded(UUID tenant, UUID run, boolean hit) {
    Change change = change(tenant, run);
    change.ended++;
    change.anyEnded = true;
    if (hit) {
      change.hits++;
    }
  }

  /// A node is tried again after a failure.
  public void retried(UUID tenant, UUID run) {
    change(tenant, run).retries++;
  }

  /// A node that had ended is open again.
  void nodeReopened(UUID tenant, UUID run) {
    change(tenant, run).ended--;
  }

  /// Writes everything and forgets it.
  ///
  /// @return the runs whose last node ended
  public List<RunId> write(Sql sql) throws SQLException {
    List<RunId> complete = new ArrayList<>();
    for (var entry : changes.entrySet()) {
      if (write(sql, entry.getKey(), entry.getValue())) {
        complete.add(entry.getKey());
      }
    }
    changes.clear();
    return complete;
  }

  private static boolean write(Sql sql, RunId id, Change change) throws SQLException {
    List<NewEvent> events = change.events;
    Counted counted =
        sql.row(
                """
                WITH counted AS (
                  UPDATE run SET last_event = last_event + ?, open_nodes = open_nodes - ?,
                    memo_hits = memo_hits + ?, retries = retries + ?
                  WHERE tenant_id = ? AND id = ?
                  RETURNING tenant_id, id, last_event, open_nodes
                ), written AS (
                  INSERT INTO event (tenant_id, run_id, number, type, node, body)
                  SELECT r.tenant_id, r.id, r.last_event - ? + e.place, e.type, e.node, e.body
                  FROM counted r, unnest(?::text[], ?::text[], ?::text[])
                    WITH ORDINALITY AS e (type, node, body, place)
                )
                SELECT open_nodes, last_event FROM counted
                """,
                row -> new Counted(row.integer("open_nodes"), row.number("last_event")),
                events.size(),
                change.ended,
                change.hits,
                change.retries,
                id.tenant(),
                id.run(),
                events.size(),
                events.stream().map(NewEvent::type).toList(),
                events.stream().map(NewEvent::node).toList(),
                events.stream().map(event -> CanonicalJson.write(event.body())).toList())
            .orElseThrow(() -> new IllegalStateException("No run " + id.run()));
    Channel.RUN.notify(sql, id.run().toString());
    tell(sql, id, events, counted.lastEvent() - events.size());
    return change.anyEnded && counted.openNodes() == 0;
  }

  private static void tell(Sql sql, RunId id, List<NewEvent> events, long before) {
    long number = before;
    for (NewEvent event : events) {
      number++;
      sql.changes(
          new Transition.RunChanged(
              id.tenant(), id.run(), number, event.type(), event.node(), event.body()));
    }
  }

  private Change change(UUID tenant, UUID run) {
    return changes.computeIfAbsent(new RunId(tenant, run), _ -> new Change());
  }

  /// A run of a tenant.
  public record RunId(UUID tenant, UUID run) {}

  private record Counted(int openNodes, long lastEvent) {}

  private record NewEvent(String type, java.util.Optional<String> node, Value.Fields body) {}

  private static final class Change {
    final List<NewEvent> events = new ArrayList<>();

    /// Less those that were opened again.
    int ended;

    boolean anyEnded;
    int hits;
    int retries;
  }
}
