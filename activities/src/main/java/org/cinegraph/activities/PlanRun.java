package org.cinegraph.activities;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.cinegraph.db.CrashPoint;
import org.cinegraph.db.Database;
import org.cinegraph.db.catalog.Catalogs;
import org.cinegraph.db.graph.StoredGraphs;
import org.cinegraph.db.run.NodeRuns;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.Runs;
import org.cinegraph.db.run.StorePlan;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.check.CheckGraph;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.plan.PlanGraph;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.workflows.PlanOutcome;

/// Gives a run its plan. A run that was planned in an earlier epoch keeps that plan and goes on
/// from what has ended.
final class PlanRun {
  private final Runs runs;
  private final StoredGraphs graphs;
  private final Catalogs catalogs;
  private final NodeRuns nodes;
  private final StorePlan store;

  PlanRun(Database database, Plans plans, Predicate<ArtifactReference> whole) {
    this.runs = new Runs(database);
    this.graphs = new StoredGraphs(database);
    this.catalogs = new Catalogs(database);
    this.nodes = new NodeRuns(database, plans);
    this.store = new StorePlan(database, plans, whole);
  }

  PlanOutcome plan(UUID tenant, UUID run) {
    Optional<RunRow> found = runs.find(tenant, run);
    if (found.isEmpty()) {
      // A person deleted it: there is nothing to drive.
      return new PlanOutcome("", List.of());
    }
    RunRow row = found.get();
    if (row.plan().isEmpty() && !row.state().ended()) {
      row = planned(row);
      CrashPoint.PLAN_STORED.reached();
    }
    if (row.state().ended()) {
      return new PlanOutcome("", List.of());
    }
    return new PlanOutcome(
        row.plan().map(Digest::hex).orElseThrow(), nodes.openSegments(tenant, run));
  }

  private RunRow planned(RunRow run) {
    LinkedGraph graph = graphs.read(run.tenant(), run.graphVersion());
    Catalog catalog = catalogs.read();
    List<Problem> problems = CheckGraph.check(graph, catalog);
    if (problems.isEmpty()) {
      PlanGraph.Outcome outcome =
          PlanGraph.plan(graph, catalog, run.inputs(), run.planOptions(graph.document()));
      if (outcome.plan().isPresent()) {
        return store.store(run.tenant(), run.id(), outcome.plan().get());
      }
      problems = outcome.problems();
    }
    store.refuse(
        run.tenant(),
        run.id(),
        Failure.user(
            "plan-refused",
            "The graph no longer passes its check: " + problems.getFirst().message()));
    return runs.find(run.tenant(), run.id()).orElseThrow();
  }
}
