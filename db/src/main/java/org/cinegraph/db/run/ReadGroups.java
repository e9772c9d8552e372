package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.cinegraph.db.Row;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;

/// Counts what is in groups of nodes. Reads the nodes in these groups and no others: each group is
/// one range of the index over names.
final class ReadGroups {
  /// `IS TRUE` leaves Postgres no other index than that over names, whatever it thinks of the
  /// table.
  ///
  /// The first failure of each of the first three lines that have one is named. `step` is the
  /// beginning of what follows the group's path, up to the next level.
  static final String COUNT =
      """
      SELECT g.path, coalesce(bool_or(i.step LIKE '[%'), false)
          OR coalesce(bool_or(i.fans_out), false) AS is_loop,
        coalesce(sum(i.visible), 0)::integer AS nodes,
        coalesce(sum(i.failures), 0)::integer AS failures,
        coalesce(sum(i.asking), 0)::integer AS asking,
        min(i.waits) AS waits, min(i.asks) AS asks,
        coalesce(bool_or(i.equivalent), false) AS equivalent,
        (array_agg(i.failed_node ORDER BY i.failed_node)
          FILTER (WHERE i.failed_node IS NOT NULL))[1:3] AS first,
        count(*) FILTER (WHERE i.visible > 0)::integer AS all_of_them,
        count(*) FILTER (WHERE i.stands = 'waiting')::integer AS waiting,
        count(*) FILTER (WHERE i.stands = 'running')::integer AS running,
        count(*) FILTER (WHERE i.stands = 'computed')::integer AS computed,
        count(*) FILTER (WHERE i.stands = 'hit')::integer AS hits,
        count(*) FILTER (WHERE i.stands = 'failed')::integer AS failed,
        count(*) FILTER (WHERE i.stands = 'skipped')::integer AS skipped,
        count(*) FILTER (WHERE i.stands = 'left-out')::integer AS left_out,
        count(*) FILTER (WHERE i.stands = 'stopped')::integer AS stopped
      FROM unnest(?::text[]) AS g (path)
      CROSS JOIN LATERAL (
        SELECT r.step, count(*) FILTER (WHERE r.visible) AS visible,
          count(*) FILTER (WHERE r.state = 'failed') AS failures,
          min(r.node) FILTER (WHERE r.state = 'failed') AS failed_node,
          count(*) FILTER (WHERE r.state = 'waiting' AND r.kind = 'approval') AS asking,
          min(r.node) FILTER (WHERE r.state = 'waiting' AND r.kind = 'approval') AS asks,
          min(r.node) FILTER (WHERE r.state = 'waiting' AND r.kind <> 'approval' AND NOT r.running
            OR r.state IN ('planned', 'blocked') AND r.kind = 'fan-out') AS waits,
          bool_or(r.equivalent) AS equivalent, bool_or(r.kind = 'fan-out' AND r.step = '.') AS fans_out,
          CASE WHEN count(*) FILTER (WHERE r.visible) = 0 THEN 'not there'
            WHEN bool_or(r.running AND r.visible) THEN 'running'
            WHEN bool_or(r.state IN ('planned', 'blocked', 'waiting') AND r.visible) THEN 'waiting'
            WHEN bool_or(r.state = 'failed') THEN 'failed'
            WHEN bool_or(r.state = 'stopped' AND r.visible) THEN 'stopped'
            WHEN bool_or(r.state = 'skipped' AND r.visible) THEN 'skipped'
            WHEN bool_and(r.state = 'left-out') FILTER (WHERE r.visible) THEN 'left-out'
            WHEN bool_and(r.state IN ('hit', 'left-out')) FILTER (WHERE r.visible) THEN 'hit'
            ELSE 'computed' END AS stands
        FROM (
          SELECT n.node, n.state, n.kind, n.equivalent, strpos(n.name, '.') = 0 AS visible,
            CASE substr(n.name, length(g.path) + 1, 1)
              WHEN '[' THEN left(substr(n.name, length(g.path) + 1),
                strpos(substr(n.name, length(g.path) + 1), ']'))
              WHEN '/' THEN
                split_part(translate(substr(n.name, length(g.path) + 2), '[.', '//'), '/', 1)
              ELSE '.' END AS step,
            CASE WHEN n.state = 'waiting' AND n.work_id IS NOT NULL THEN coalesce(
              (SELECT w.state = 'leased' FROM work w
                WHERE w.tenant_id = n.tenant_id AND w.id = n.work_id LIMIT 1), false)
              ELSE false END AS running
          FROM node_run n
          WHERE (n.tenant_id = ?) IS TRUE AND n.run_id = ?
            AND n.name >= g.path || '.' AND n.name < g.path || '\\'
            AND substr(n.name, length(g.path) + 1, 1) IN ('.', '/', '[')
          OFFSET 0
        ) r
        GROUP BY r.step
      ) i
      GROUP BY g.path
      """;

  private ReadGroups() {}

  /// @return by path
  static SequencedMap<String, NodeGroup> of(Sql sql, UUID tenant, UUID run, List<String> paths)
      throws SQLException {
    SequencedMap<String, NodeGroup> groups = new LinkedHashMap<>();
    if (paths.isEmpty()) {
      return groups;
    }
    List<Counted> counted = sql.rows(COUNT, ReadGroups::counted, paths, tenant, run);
    TreeSet<Integer> spoken = new TreeSet<>();
    counted.forEach(group -> {
      spoken.addAll(group.first());
      group.waits().ifPresent(spoken::add);
      group.asks().ifPresent(spoken::add);
    });
    TreeMap<Integer, NodeRunRow> rows = new TreeMap<>();
    NodeRuns.some(sql, tenant, run, spoken).forEach(row -> rows.put(row.node(), row));
    counted.forEach(group -> groups.put(group.path(), group.told(rows)));
    return groups;
  }

  private static Counted counted(Row row) throws SQLException {
    return new Counted(
        row.text("path"),
        row.flag("is_loop"),
        NodeCounts.read(row),
        row.integer("nodes"),
        row.integer("failures"),
        row.integers("first"),
        row.optionalInteger("waits"),
        row.integer("asking"),
        row.optionalInteger("asks"),
        row.flag("equivalent"));
  }

  private record Counted(
      String path,
      boolean isLoop,
      NodeCounts lines,
      int nodes,
      int failures,
      List<Integer> first,
      Optional<Integer> waits,
      int asking,
      Optional<Integer> asks,
      boolean equivalent) {
    NodeGroup told(TreeMap<Integer, NodeRunRow> rows) {
      return new NodeGroup(
          path,
          isLoop,
          lines,
          nodes,
          failures,
          first.stream().map(rows::get).toList(),
          waits.map(rows::get),
          asking,
          asks.map(rows::get),
          equivalent);
    }
  }
}
