package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.catalog.Catalogs;
import org.cinegraph.db.graph.StoredGraphs;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.plan.Pins;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlanGraph;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.unroll.RunLists;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// Adds to a run what is behind a list that the run has made: the loop over it, and all that takes
/// something from the loop. What was planned stays as it is.
///
/// The new plan is made outside of a transaction, which may take seconds; the transaction that
/// stores it changes nothing if somebody else was faster.
public final class GrowPlan {
  private final Database database;
  private final Plans plans;
  private final Predicate<ArtifactReference> whole;

  /// @param whole whether the store still has the bytes of an artifact and its parts
  public GrowPlan(Database database, Plans plans, Predicate<ArtifactReference> whole) {
    this.database = database;
    this.plans = plans;
    this.whole = whole;
  }

  /// Runs with a list that nothing was made of yet.
  public List<WaitingRun> waiting() {
    return database.transaction(sql ->
        sql.rows(
            """
            SELECT DISTINCT tenant_id, run_id FROM node_run
            WHERE kind = 'fan-out' AND state = 'waiting' ORDER BY tenant_id, run_id
            """,
            row -> new WaitingRun(row.id("tenant_id"), row.id("run_id"))));
  }

  public record WaitingRun(UUID tenant, UUID run) {}

  /// Grows the plan of a run by all that is behind the lists that are there.
  public void grow(UUID tenant, UUID run) {
    RunId id = new RunId(tenant, run);
    Optional<Prospect> prospect = database.transaction(sql -> look(sql, id));
    if (prospect.isEmpty()) {
      return;
    }
    PlanGraph.Outcome outcome = prospect.get().grown();
    database.run(sql -> store(sql, id, prospect.get(), outcome));
  }

  /// What there is to plan with.
  private record Prospect(
      Plan before,
      List<Integer> ready,
      RunRow run,
      LinkedGraph graph,
      Catalog catalog,
      RunLists lists) {
    PlanGraph.Outcome grown() {
      return PlanGraph.grow(
          before, graph, catalog, run.inputs(), lists, run.planOptions(graph.document()));
    }
  }

  private Optional<Prospect> look(Sql sql, RunId id) throws SQLException {
    Plan before = plans.of(sql, id.tenant(), id.run());
    List<Integer> ready =
        sql.rows(
            """
            SELECT node FROM node_run WHERE tenant_id = ? AND run_id = ?
              AND kind = 'fan-out' AND state = 'waiting' ORDER BY node
            """,
            row -> row.integer("node"),
            id.tenant(),
            id.run());
    if (ready.isEmpty()) {
      return Optional.empty();
    }
    RunRow run = Runs.find(sql, id.tenant(), id.run()).orElseThrow();
    return Optional.of(
        new Prospect(
            before,
            ready,
            run,
            StoredGraphs.read(sql, id.tenant(), run.graphVersion()),
            catalog(sql, before.pins()),
            FannedOut.lists(sql, id, before, ready)));
  }

  private static Catalog catalog(Sql sql, Pins pins) throws SQLException {
    List<Catalog.Entry> entries = new ArrayList<>();
    for (Pins.Type pin : pins.types()) {
      entries.add(
          new Catalog.Entry(
              Catalogs.declaration(sql, pin.type(), pin.version(), pin.program()), pin.program()));
    }
    return Catalog.of(entries, new LinkedHashMap<>(pins.modelPackages()));
  }

  private void store(Sql sql, RunId id, Prospect prospect, PlanGraph.Outcome outcome)
      throws SQLException {
    Map<Integer, ProducerEnds.Ended> ended = lock(sql, id, prospect, outcome);
    boolean isStill =
        Runs.find(sql, id.tenant(), id.run()).orElseThrow().plan().equals(prospect.run().plan())
            && stillWait(sql, id, prospect.ready());
    if (!isStill) {
      return;
    }
    AdvanceRuns advance = new AdvanceRuns(sql, plans);
    if (outcome.plan().isPresent()) {
      insert(sql, id, prospect, outcome.plan().get(), ended, advance);
    }
    for (int fanOut : prospect.ready()) {
      advance.end(
          outcome.plan().isPresent()
              ? NodeEnd.succeeded(id.tenant(), id.run(), fanOut, new LinkedHashMap<>(), false)
              : NodeEnd.failed(
                  id.tenant(),
                  id.run(),
                  fanOut,
                  Failure.user("list-refused", outcome.problems().getFirst().sentence() + ".")));
    }
    advance.finish();
  }

  /// Locks the fan-outs and every node that new ones wait for, so that none of them ends unseen.
  ///
  /// @return those that have ended
  private static Map<Integer, ProducerEnds.Ended> lock(
      Sql sql, RunId id, Prospect prospect, PlanGraph.Outcome outcome) throws SQLException {
    int first = prospect.before().nodes().size();
    TreeSet<Integer> producers = new TreeSet<>();
    outcome
        .plan()
        .ifPresent(plan ->
            plan.nodes().stream()
                .skip(first)
                .flatMap(node -> node.predecessors().stream())
                .filter(producer -> producer < first)
                .forEach(producers::add));
    TreeSet<Integer> locked = new TreeSet<>(producers);
    locked.addAll(prospect.ready());
    sql.rows(
        """
        SELECT node FROM node_run WHERE tenant_id = ? AND run_id = ? AND node = ANY(?)
        ORDER BY node FOR UPDATE
        """,
        row -> row.integer("node"),
        id.tenant(),
        id.run(),
        List.copyOf(locked));
    return new TreeMap<>(ProducerEnds.read(sql, id, List.copyOf(producers)));
  }

  private static boolean stillWait(Sql sql, RunId id, List<Integer> fanOuts) throws SQLException {
    return sql.rows(
                """
                SELECT node FROM node_run
                WHERE tenant_id = ? AND run_id = ? AND node = ANY(?) AND state = 'waiting'
                """,
                row -> row.integer("node"),
                id.tenant(),
                id.run(),
                fanOuts)
            .size()
        == fanOuts.size();
  }

  private void insert(
      Sql sql,
      RunId id,
      Prospect prospect,
      Plan plan,
      Map<Integer, ProducerEnds.Ended> ended,
      AdvanceRuns advance)
      throws SQLException {
    int first = prospect.before().nodes().size();
    int more = plan.nodes().size() - first;
    plans.replace(sql, prospect.run(), plan);
    sql.update(
        """
        UPDATE run SET nodes = nodes + ?, open_nodes = open_nodes + ?
        WHERE tenant_id = ? AND id = ?
        """,
        more,
        more,
        id.tenant(),
        id.run());
    InsertNodes insert = InsertNodes.of(sql, id, plan, first, whole);
    List<PlannedNode> ready = insert.insert();
    advance
        .tally()
        .event(
            id.tenant(),
            id.run(),
            "run-grown",
            new FieldWriter()
                .integer("nodes", more)
                .integer("memo_hits", insert.memoHits())
                .put("lists", new Value.Items(names(plan, prospect.ready())))
                .fields());
    insert.tellHits(advance.tally());
    for (var producer : ended.entrySet()) {
      advance.catchUp(id, producer.getKey(), producer.getValue(), node -> node >= first);
    }
    advance.settle(id, ready);
  }

  private static List<Value> names(Plan plan, List<Integer> nodes) {
    return nodes.stream()
        .<Value>map(node -> new Value.Text(plan.nodes().get(node).name()))
        .toList();
  }
}
