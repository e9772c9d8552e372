package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.cinegraph.db.Channel;
import org.cinegraph.db.Row;
import org.cinegraph.db.Sql;
import org.cinegraph.db.catalog.Catalogs;
import org.cinegraph.db.graph.StoredGraphs;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.plan.UpgradePlan;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// Moves the nodes of a run that wait to the newest version and program of their types that
/// connected workers offer. What has ended and what computes stays as it is.
///
/// A node that was taken in at this very moment by another control plane, under the plan before,
/// may still wait for the old version; asking once more moves it to what the plan says by then.
public final class UpgradeNodes {
  private static final int NAMES_PER_EVENT = 500;

  private final Sql sql;
  private final Plans plans;
  private final RunRow run;

  /// @param run has a plan and has not ended; its row is locked
  public UpgradeNodes(Sql sql, Plans plans, RunRow run) {
    this.sql = sql;
    this.plans = plans;
    this.run = run;
  }

  /// What there is to do, with nothing changed yet.
  ///
  /// @param waits every node that may move
  /// @param offered what connected workers offer
  public record Prospect(
      UpgradePlan.Outcome outcome, Plan before, List<PlannedNode> waits, Catalog offered) {}

  public Prospect look() throws SQLException {
    Plan before = plans.of(sql, run.tenant(), run.id());
    SortedSet<Integer> open = new TreeSet<>();
    List<OpenNode> nodes = lockOpen();
    nodes.forEach(node -> open.add(node.node()));
    LinkedGraph graph = StoredGraphs.read(sql, run.tenant(), run.graphVersion());
    Catalog offered = Catalogs.offered(sql);
    UpgradePlan.Outcome outcome =
        UpgradePlan.upgrade(
            graph,
            before,
            open,
            Catalogs.read(sql),
            offered,
            run.inputs(),
            FannedOut.lists(sql, new RunTally.RunId(run.tenant(), run.id()), before),
            run.planOptions(graph.document()));
    return new Prospect(
        withStrays(outcome, nodes),
        before,
        open.stream().map(before.nodes()::get).toList(),
        offered);
  }

  /// With the nodes whose work is not what the plan says of them.
  private static UpgradePlan.Outcome withStrays(UpgradePlan.Outcome outcome, List<OpenNode> nodes) {
    if (!(outcome instanceof UpgradePlan.Upgraded(Plan plan, var moves))) {
      return outcome;
    }
    SequencedMap<UpgradePlan.Move, List<String>> all = new LinkedHashMap<>(moves);
    List<String> moved = moves.values().stream().flatMap(List::stream).toList();
    for (OpenNode open : nodes) {
      PlannedNode node = plan.nodes().get(open.node());
      if (open.strays(node) && !moved.contains(node.name())) {
        UpgradePlan.Move move =
            new UpgradePlan.Move(
                node.type(),
                open.pin().orElseThrow(),
                new UpgradePlan.Pin(node.version(), node.programDigest()));
        List<String> names = new ArrayList<>(all.getOrDefault(move, List.of()));
        names.add(node.name());
        all.put(move, names);
      }
    }
    return new UpgradePlan.Upgraded(plan, all);
  }

  /// Moves what [#look] found.
  ///
  /// @param body the beginning of the body of each event `nodes-upgraded`
  public void move(Plan before, UpgradePlan.Upgraded upgraded, Supplier<FieldWriter> body)
      throws SQLException {
    plans.replace(sql, run, upgraded.plan());
    AdvanceRuns advance = new AdvanceRuns(sql, plans);
    tell(upgraded.moves(), advance.tally(), body);
    List<PlannedNode> changed = new ArrayList<>();
    List<Integer> waited = new ArrayList<>();
    List<UUID> left = new ArrayList<>();
    for (OpenNode node : lockOpen()) {
      PlannedNode now = upgraded.plan().nodes().get(node.node());
      if (!now.equals(before.nodes().get(node.node())) || node.strays(now)) {
        changed.add(now);
        node.work()
            .ifPresent(work -> {
              waited.add(node.node());
              left.add(work);
            });
      }
    }
    write(changed);
    stopUnwanted(left);
    for (int node : waited) {
      advance.attach(run.tenant(), run.id(), node);
    }
    advance.finish();
  }

  /// The nodes that wait or will; not those that compute.
  private List<OpenNode> lockOpen() throws SQLException {
    return sql.rows(
        """
        SELECT n.node, n.work_id, w.version AS work_version, w.program_digest AS work_program
        FROM node_run n
        LEFT JOIN work w ON w.tenant_id = n.tenant_id AND w.id = n.work_id
        WHERE n.tenant_id = ? AND n.run_id = ? AND n.state IN ('planned', 'blocked', 'waiting')
          AND w.state IS DISTINCT FROM 'leased'
        ORDER BY n.node FOR UPDATE OF n
        """,
        UpgradeNodes::open,
        run.tenant(),
        run.id());
  }

  private void write(List<PlannedNode> changed) throws SQLException {
    sql.update(
        """
        UPDATE node_run n SET version = q.version, memo_key = q.memo_key, work_id = NULL,
          state = CASE n.state WHEN 'waiting' THEN 'blocked' ELSE n.state END
        FROM unnest(?::integer[], ?::integer[], ?::bytea[]) AS q (node, version, memo_key)
        WHERE n.tenant_id = ? AND n.run_id = ? AND n.node = q.node
        """,
        changed.stream().map(PlannedNode::id).toList(),
        changed.stream().map(PlannedNode::version).toList(),
        changed.stream().map(PlannedNode::memoKey).toList(),
        run.tenant(),
        run.id());
  }

  /// Works that no run waits for any more.
  private void stopUnwanted(List<UUID> works) throws SQLException {
    sql.update(
        """
        UPDATE work w SET state = 'stopped'
        WHERE w.tenant_id = ? AND w.id = ANY(?) AND w.state = 'queued' AND NOT EXISTS (
          SELECT 1 FROM node_run o WHERE o.tenant_id = w.tenant_id AND o.work_id = w.id
            AND o.state = 'waiting')
        """,
        run.tenant(),
        works);
    Channel.WORK.notify(sql, "");
  }

  private void tell(
      SequencedMap<UpgradePlan.Move, List<String>> moves,
      RunTally tally,
      Supplier<FieldWriter> body) {
    moves.forEach((move, names) -> {
      for (int from = 0; from < names.size(); from += NAMES_PER_EVENT) {
        List<Value> some =
            names.subList(from, Math.min(names.size(), from + NAMES_PER_EVENT)).stream()
                .map(name -> (Value) new Value.Text(name))
                .toList();
        tally.event(
            run.tenant(),
            run.id(),
            "nodes-upgraded",
            body.get()
                .text("type", move.type())
                .integer("from_version", move.from().version())
                .text("from_program", move.from().program().hex())
                .integer("version", move.to().version())
                .text("program", move.to().program().hex())
                .put("nodes", new Value.Items(some))
                .fields());
      }
    });
  }

  private static OpenNode open(Row row) throws SQLException {
    Optional<Digest> program = row.optionalDigest("work_program");
    int version = row.integer("work_version");
    return new OpenNode(
        row.integer("node"),
        row.optionalId("work_id"),
        program.map(it -> new UpgradePlan.Pin(version, it)));
  }

  /// @param pin what its work is computed by
  private record OpenNode(int node, Optional<UUID> work, Optional<UpgradePlan.Pin> pin) {
    boolean strays(PlannedNode planned) {
      return pin.filter(
              it -> !it.equals(new UpgradePlan.Pin(planned.version(), planned.programDigest())))
          .isPresent();
    }
  }
}
