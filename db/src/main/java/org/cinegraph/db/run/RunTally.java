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
    if (hit) {
      change.hits++;
    }
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
    Numbers numbers =
        sql.row(
                """
                UPDATE run SET last_event = last_event + ?, open_nodes = open_nodes - ?,
                  memo_hits = memo_hits + ?
                WHERE tenant_id = ? AND id = ? RETURNING last_event, open_nodes
                """,
                row -> new Numbers(row.number("last_event"), row.integer("open_nodes")),
                change.events.size(),
                change.ended,
                change.hits,
                id.tenant(),
                id.run())
            .orElseThrow(() -> new IllegalStateException("No run " + id.run()));
    insert(sql, id, numbers.lastEvent() - change.events.size(), change.events);
    Channel.RUN.notify(sql, id.run().toString());
    return change.ended > 0 && numbers.openNodes() == 0;
  }

  private static void insert(Sql sql, RunId id, long before, List<NewEvent> events)
      throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    List<Long> numbers = new ArrayList<>();
    for (int i = 1; i <= events.size(); i++) {
      numbers.add(before + i);
    }
    sql.update(
        """
        INSERT INTO event (tenant_id, run_id, number, type, node, body)
        SELECT ?, ?, * FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[])
        """,
        id.tenant(),
        id.run(),
        numbers,
        events.stream().map(NewEvent::type).toList(),
        events.stream().map(NewEvent::node).toList(),
        events.stream().map(event -> CanonicalJson.write(event.body())).toList());
  }

  private Change change(UUID tenant, UUID run) {
    return changes.computeIfAbsent(new RunId(tenant, run), _ -> new Change());
  }

  /// A run of a tenant.
  public record RunId(UUID tenant, UUID run) {}

  private record Numbers(long lastEvent, int openNodes) {}

  private record NewEvent(String type, java.util.Optional<String> node, Value.Fields body) {}

  private static final class Change {
    final List<NewEvent> events = new ArrayList<>();
    int ended;
    int hits;
  }
}
