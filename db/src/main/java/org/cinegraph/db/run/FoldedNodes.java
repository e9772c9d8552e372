package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.graph.plan.NodePath;

/// The nodes of a run, folded, page by page: a loop, an item, a block or a sub-graph is one line. A
/// page costs what is in its lines, not the run.
public final class FoldedNodes {
  private final Database database;

  public FoldedNodes(Database database) {
    this.database = database;
  }

  /// One line: a node or a group of them.
  ///
  /// @param at where the next page goes on behind it
  public record Line(int at, Optional<NodeRunRow> node, Optional<NodeGroup> group) {}

  /// What is directly in `parent`, in the order of the plan. The language's own nodes are no lines.
  ///
  /// @param parent path of a group; empty: the document
  /// @param after the line that came last; -1: none
  public List<Line> lines(UUID tenant, UUID run, String parent, int after, int most) {
    return database.transaction(sql -> {
      SequencedMap<String, Leader> paths = new LinkedHashMap<>();
      for (Leader leader : leaders(sql, tenant, run, parent, after, most)) {
        new NodePath(leader.name()).lineIn(parent).ifPresent(path -> paths.put(path, leader));
      }
      List<Integer> single = new ArrayList<>();
      List<String> folded = new ArrayList<>();
      paths.forEach((path, leader) -> {
        if (leader.name().equals(path)) {
          single.add(leader.node());
        } else {
          folded.add(path);
        }
      });
      SequencedMap<String, NodeRunRow> nodes = new LinkedHashMap<>();
      NodeRuns.some(sql, tenant, run, single).forEach(row -> nodes.put(row.name(), row));
      SequencedMap<String, NodeGroup> groups = ReadGroups.of(sql, tenant, run, folded);
      return paths.entrySet().stream()
          .map(path ->
              new Line(
                  path.getValue().node(),
                  Optional.ofNullable(nodes.get(path.getKey())),
                  Optional.ofNullable(groups.get(path.getKey()))))
          .toList();
    });
  }

  /// All nodes on all levels of `parent`, in the order of the plan.
  ///
  /// @param internal whether those of the language itself are among them
  public List<Line> nodes(
      UUID tenant, UUID run, String parent, boolean internal, int after, int most) {
    return database.transaction(sql -> {
      List<Integer> ids =
          sql.rows(
              """
              SELECT n.node FROM node_run n
              WHERE n.tenant_id = ? AND n.run_id = ? AND n.node > ?
                AND (? OR strpos(n.name, '.') = 0)
                AND (?::text = '' OR starts_with(n.name, ?)
                  AND substr(n.name, length(?) + 1, 1) IN ('', '.', '/', '['))
              ORDER BY n.node LIMIT ?
              """,
              row -> row.integer("node"),
              tenant,
              run,
              after,
              internal,
              parent,
              parent,
              parent,
              most);
      return NodeRuns.some(sql, tenant, run, ids).stream()
          .map(row -> new Line(row.node(), Optional.of(row), Optional.empty()))
          .toList();
    });
  }

  /// The loops, blocks and sub-graphs of the document, in the order of the plan.
  public List<NodeGroup> groups(UUID tenant, UUID run, int most) {
    return database.transaction(sql -> {
      List<String> paths =
          sql.rows(
              """
              SELECT name FROM node_run
              WHERE tenant_id = ? AND run_id = ? AND leads = 0
                AND (strpos(name, '[') > 0 OR strpos(name, '/') > 0 OR kind = 'fan-out')
              ORDER BY node LIMIT ?
              """,
              row -> new NodePath(row.text("name")).folds().getFirst(),
              tenant,
              run,
              most);
      SequencedMap<String, NodeGroup> groups = ReadGroups.of(sql, tenant, run, paths);
      return paths.stream()
          .flatMap(path -> Optional.ofNullable(groups.get(path)).stream())
          .toList();
    });
  }

  /// The nodes of the author on all levels.
  public NodeCounts counts(UUID tenant, UUID run) {
    return database.transaction(sql ->
        sql.row(
                """
                SELECT count(*)::integer AS all_of_them,
                  count(*) FILTER (WHERE open AND NOT running)::integer AS waiting,
                  count(*) FILTER (WHERE running)::integer AS running,
                  count(*) FILTER (WHERE state = 'succeeded')::integer AS computed,
                  count(*) FILTER (WHERE state = 'hit')::integer AS hits,
                  count(*) FILTER (WHERE state = 'failed')::integer AS failed,
                  count(*) FILTER (WHERE state = 'skipped')::integer AS skipped,
                  count(*) FILTER (WHERE state = 'left-out')::integer AS left_out,
                  count(*) FILTER (WHERE state = 'stopped')::integer AS stopped
                FROM (
                  SELECT n.state, n.state IN ('planned', 'blocked', 'waiting') AS open,
                    CASE WHEN n.state = 'waiting' AND n.work_id IS NOT NULL THEN coalesce(
                      (SELECT w.state = 'leased' FROM work w
                        WHERE w.tenant_id = n.tenant_id AND w.id = n.work_id LIMIT 1), false)
                      ELSE false END AS running
                  FROM node_run n
                  WHERE n.tenant_id = ? AND n.run_id = ? AND strpos(n.name, '.') = 0
                ) n
                """,
                NodeCounts::read,
                tenant,
                run)
            .orElseThrow());
  }

  private record Leader(int node, String name) {}

  private static List<Leader> leaders(
      Sql sql, UUID tenant, UUID run, String parent, int after, int most) throws SQLException {
    if (parent.isEmpty()) {
      return sql.rows(
          """
          SELECT node, name FROM node_run
          WHERE tenant_id = ? AND run_id = ? AND leads = 0 AND node > ? ORDER BY node LIMIT ?
          """,
          row -> new Leader(row.integer("node"), row.text("name")),
          tenant,
          run,
          after,
          most);
    }
    return sql.rows(
        """
        SELECT node, name FROM node_run
        WHERE (tenant_id = ?) IS TRUE AND run_id = ? AND name >= ? AND name < ?
          AND leads <= ? AND node > ?
          AND substr(name, ?, 1) IN ('/', '[')
        ORDER BY node LIMIT ?
        """,
        row -> new Leader(row.integer("node"), row.text("name")),
        tenant,
        run,
        parent + "/",
        parent + "\\",
        new NodePath(parent).depth(),
        after,
        parent.length() + 1,
        most);
  }
}
