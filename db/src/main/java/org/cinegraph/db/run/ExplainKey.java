package org.cinegraph.db.run;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Row;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.plan.KeyDifference;
import org.cinegraph.graph.plan.MemoKey;
import org.cinegraph.graph.plan.MemoKey.Ingredient;
import org.cinegraph.graph.plan.NodeKind;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.value.PortValue;

/// Why a node has the memo key that it has: its ingredients, and what differs from the earlier node
/// whose key is nearest, which is the one with the fewest differences; of several, the newest.
///
/// Looked for among the newest runs before it: nodes of the same name and type of the same graph,
/// and where there are none, nodes of the same type.
public final class ExplainKey {
  private static final int RUNS = 200;
  private static final int CANDIDATES = 12;

  private final Database database;
  private final Plans plans;

  public ExplainKey(Database database, Plans plans) {
    this.database = database;
    this.plans = plans;
  }

  /// @param node its number in the plan of a run that has been planned
  public Explanation explain(RunRow run, int node, Optional<Digest> key) {
    return database.transaction(sql -> {
      RunId id = new RunId(run.tenant(), run.id());
      PlannedNode planned = plans.of(sql, id.tenant(), id.run()).nodes().get(node);
      Optional<List<Ingredient>> ingredients = ingredients(sql, id, planned);
      List<Earlier> earlier = earlier(sql, run, planned, key);
      Optional<Earlier> same =
          earlier.stream()
              .filter(found -> key.isPresent() && found.key().equals(key.get()))
              .findFirst();
      Optional<Compared> nearest =
          ingredients.isEmpty()
              ? Optional.empty()
              : nearest(sql, id, planned, others(earlier, key));
      return new Explanation(
          ingredients.orElse(List.of()),
          same,
          nearest.map(Compared::earlier),
          nearest.map(Compared::differences).orElse(List.of()),
          nearest.map(Compared::changed).orElse(List.of()));
    });
  }

  /// With another key: of the same graph and name, if there ever was one.
  private static List<Earlier> others(List<Earlier> earlier, Optional<Digest> key) {
    boolean isKnown = earlier.stream().anyMatch(Earlier::isNamesake);
    return earlier.stream()
        .filter(found -> !isKnown || found.isNamesake())
        .filter(found -> !Optional.of(found.key()).equals(key))
        .toList();
  }

  private Optional<Compared> nearest(
      Sql sql, RunId id, PlannedNode planned, List<Earlier> candidates) throws SQLException {
    List<Ingredient> now = ingredients(sql, id, planned).orElseThrow();
    Compared nearest = null;
    for (Earlier candidate : candidates) {
      RunId before = new RunId(id.tenant(), candidate.run());
      PlannedNode there =
          plans.of(sql, before.tenant(), before.run()).nodes().get(candidate.number());
      Optional<List<Ingredient>> ingredients = ingredients(sql, before, there);
      if (ingredients.isPresent()) {
        Compared compared =
            new Compared(
                candidate,
                KeyDifference.causes(
                    new KeyDifference.Side(plans.of(sql, id.tenant(), id.run()), planned, now),
                    new KeyDifference.Side(
                        plans.of(sql, before.tenant(), before.run()), there, ingredients.get())),
                KeyDifference.names(now, ingredients.get()));
        if (nearest == null || Compared.NEARER.compare(compared, nearest) < 0) {
          nearest = compared;
        }
      }
    }
    return Optional.ofNullable(nearest);
  }

  /// Empty while a value that belongs to the key is not there, and for a node that no worker
  /// computes: it is not remembered.
  static Optional<List<Ingredient>> ingredients(Sql sql, RunId id, PlannedNode node)
      throws SQLException {
    if (node.kind() != NodeKind.COMPUTE) {
      return Optional.empty();
    }
    Optional<List<Ingredient>> known = MemoKey.ingredients(node);
    if (known.isPresent()) {
      return known;
    }
    SequencedMap<Integer, SequencedMap<String, PortValue>> outputs =
        NodeOutputs.of(sql, id, node.predecessors());
    if (outputs.size() < node.predecessors().size()) {
      return Optional.empty();
    }
    SequencedMap<String, PortValue> values = AttachNode.values(node, outputs);
    return new AttachNode(sql).settle(node, values).isPresent()
        ? Optional.empty()
        : Optional.of(MemoKey.ingredients(node, values));
  }

  private static List<Earlier> earlier(Sql sql, RunRow run, PlannedNode node, Optional<Digest> key)
      throws SQLException {
    return sql.rows(
        """
        SELECT n.run_id, r.graph, n.node, n.name, n.state, n.memo_key, r.submitted_at,
          n.name = ? AND r.graph = ? AS namesake
        FROM (
          SELECT id, graph, submitted_at FROM run
          WHERE tenant_id = ? AND id <> ? AND plan_digest IS NOT NULL
            AND submitted_at <= (SELECT submitted_at FROM run WHERE tenant_id = ? AND id = ?)
          ORDER BY submitted_at DESC, id DESC LIMIT ?) r
        JOIN node_run n ON n.tenant_id = ? AND n.run_id = r.id
        WHERE n.type = ? AND n.memo_key IS NOT NULL
        ORDER BY coalesce(n.memo_key = ?::bytea, false) DESC, namesake DESC, r.submitted_at DESC,
          r.id DESC, n.node
        LIMIT ?
        """,
        Earlier::read,
        node.name(),
        run.graph(),
        run.tenant(),
        run.id(),
        run.tenant(),
        run.id(),
        RUNS,
        run.tenant(),
        node.type(),
        key,
        CANDIDATES);
  }

  /// A node of an earlier run.
  ///
  /// @param number in the plan of its run
  /// @param isNamesake of the same name in the same graph
  public record Earlier(
      UUID run,
      String graph,
      int number,
      String node,
      NodeState state,
      Digest key,
      Instant submittedAt,
      boolean isNamesake) {
    private static Earlier read(Row row) throws SQLException {
      return new Earlier(
          row.id("run_id"),
          row.text("graph"),
          row.integer("node"),
          row.text("name"),
          NodeState.read(row.text("state")),
          row.digest("memo_key"),
          row.time("submitted_at"),
          row.flag("namesake"));
    }
  }

  private record Compared(Earlier earlier, List<KeyDifference> differences, List<String> changed) {
    private static final Comparator<Compared> NEARER =
        Comparator.<Compared>comparingInt(found -> found.differences().size())
            .thenComparingInt(found -> found.changed().size());
  }

  /// @param ingredients in order; none while a value is missing
  /// @param same an earlier node with the same key
  /// @param differences where the difference to the nearest begins, in this node or one before it
  /// @param changed names of the node's own ingredients that differ from those of the nearest
  public record Explanation(
      List<Ingredient> ingredients,
      Optional<Earlier> same,
      Optional<Earlier> nearest,
      List<KeyDifference> differences,
      List<String> changed) {}
}
