package org.cinegraph.db.run;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.cinegraph.db.Database;
import org.cinegraph.db.Row;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.NodeTimes.AttemptSpan;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.failure.FailureJson;
import org.cinegraph.graph.plan.PlannedNode;

/// Where the time of the nodes of a run went, from the ends of nodes and from every attempt that
/// the run saw, those at works of earlier epochs too.
public final class Timelines {
  private final Database database;
  private final Plans plans;

  public Timelines(Database database, Plans plans) {
    this.database = database;
    this.plans = plans;
  }

  /// By name, in the order of the plan; empty for a run that has none.
  public Timeline of(UUID tenant, UUID run) {
    return of(tenant, run, Optional.empty());
  }

  /// Of some nodes alone, by their ids.
  public Timeline of(UUID tenant, UUID run, List<Integer> nodes) {
    return of(tenant, run, Optional.of(nodes));
  }

  private Timeline of(UUID tenant, UUID run, Optional<List<Integer>> wanted) {
    return database.transaction(sql -> {
      Instant now = sql.row("SELECT now() AS now", row -> row.time("now")).orElseThrow();
      SequencedMap<String, NodeTimes> times = new LinkedHashMap<>();
      Optional<Instant> planned = plannedAt(sql, tenant, run);
      if (planned.isPresent()) {
        List<PlannedNode> all = plans.of(sql, tenant, run).nodes();
        List<PlannedNode> nodes = wanted.map(ids -> chosen(all, ids)).orElse(all);
        Optional<List<String>> names =
            wanted.map(_ -> nodes.stream().map(PlannedNode::name).toList());
        SequencedMap<Integer, Instant> ends =
            ends(sql, tenant, run, wanted.map(_ -> around(nodes)));
        SequencedMap<String, List<AttemptSpan>> attempts = attempts(sql, tenant, run, names);
        for (PlannedNode node : nodes) {
          times.put(
              node.name(),
              new NodeTimes(
                  readyAt(node, planned.get(), ends),
                  Optional.ofNullable(ends.get(node.id())),
                  attempts.getOrDefault(node.name(), List.of())));
        }
      }
      return new Timeline(now, times);
    });
  }

  /// A plan that is older than a look at its nodes has fewer.
  private static List<PlannedNode> chosen(List<PlannedNode> all, List<Integer> ids) {
    return ids.stream().filter(id -> id < all.size()).map(all::get).toList();
  }

  private static List<Integer> around(List<PlannedNode> nodes) {
    return nodes.stream()
        .flatMap(node -> Stream.concat(Stream.of(node.id()), node.predecessors().stream()))
        .distinct()
        .toList();
  }

  private static Optional<Instant> plannedAt(Sql sql, UUID tenant, UUID run) throws SQLException {
    return sql
        .rows(
            """
            SELECT at FROM event WHERE tenant_id = ? AND run_id = ? AND type = 'run-planned'
            ORDER BY number LIMIT 1
            """,
            row -> row.time("at"),
            tenant,
            run)
        .stream()
        .findFirst();
  }

  private static SequencedMap<Integer, Instant> ends(
      Sql sql, UUID tenant, UUID run, Optional<List<Integer>> nodes) throws SQLException {
    SequencedMap<Integer, Instant> ends = new TreeMap<>();
    sql.rows(
        """
        SELECT node, ended_at FROM node_run
        WHERE tenant_id = ? AND run_id = ? AND ended_at IS NOT NULL
          AND (?::integer[] IS NULL OR node = ANY(?))
        """,
        row -> ends.put(row.integer("node"), row.time("ended_at")),
        tenant,
        run,
        nodes,
        nodes);
    return ends;
  }

  private static SequencedMap<String, List<AttemptSpan>> attempts(
      Sql sql, UUID tenant, UUID run, Optional<List<String>> names) throws SQLException {
    SequencedMap<String, List<AttemptSpan>> attempts = new TreeMap<>();
    sql.rows(
        """
        WITH computed AS (
          SELECT node AS name, (body::jsonb ->> 'work')::uuid AS work_id FROM event
          WHERE tenant_id = ? AND run_id = ? AND type = 'node-started'
            AND (?::text[] IS NULL OR node = ANY(?))
          UNION
          SELECT name, work_id FROM node_run
          WHERE tenant_id = ? AND run_id = ? AND work_id IS NOT NULL
            AND (?::text[] IS NULL OR name = ANY(?)))
        SELECT c.name, a.fence, k.name AS worker, coalesce(a.outcome, 'running') AS outcome,
          a.started_at, a.ended_at, a.seconds, a.failure
        FROM computed c
        CROSS JOIN LATERAL (
          SELECT * FROM attempt WHERE tenant_id = ? AND work_id = c.work_id OFFSET 0) a
        JOIN worker k ON k.id = a.worker_id
        ORDER BY c.name, a.started_at, a.fence
        """,
        row -> attempts.computeIfAbsent(row.text("name"), _ -> new ArrayList<>()).add(attempt(row)),
        tenant,
        run,
        names,
        names,
        tenant,
        run,
        names,
        names,
        tenant);
    return attempts;
  }

  static AttemptSpan attempt(Row row) throws SQLException {
    return new AttemptSpan(
        row.number("fence"),
        row.text("worker"),
        row.text("outcome"),
        row.time("started_at"),
        row.optionalTime("ended_at"),
        row.optionalText("seconds").map(Seconds::read).orElse(Seconds.NONE),
        row.optionalText("failure").map(CanonicalJson::parse).map(FailureJson::read));
  }

  private static Optional<Instant> readyAt(
      PlannedNode node, Instant planned, SequencedMap<Integer, Instant> ends) {
    Instant ready = planned;
    for (int producer : node.predecessors()) {
      Instant ended = ends.get(producer);
      if (ended == null) {
        return Optional.empty();
      }
      ready = ended.isAfter(ready) ? ended : ready;
    }
    return Optional.of(ready);
  }

  /// @param now by the clock that wrote the times
  public record Timeline(Instant now, SequencedMap<String, NodeTimes> nodes) {}
}
