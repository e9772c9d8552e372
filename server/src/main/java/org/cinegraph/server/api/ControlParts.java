package org.cinegraph.server.api;

import java.time.InstantSource;
import org.cinegraph.db.Channel;
import org.cinegraph.db.Database;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.artifact.CollectGarbage;
import org.cinegraph.db.artifact.VerifyArtifacts;
import org.cinegraph.db.catalog.CatalogRows;
import org.cinegraph.db.catalog.Catalogs;
import org.cinegraph.db.graph.Graphs;
import org.cinegraph.db.graph.StoredGraphs;
import org.cinegraph.db.run.AskMemo;
import org.cinegraph.db.run.Attempts;
import org.cinegraph.db.run.DiffRuns;
import org.cinegraph.db.run.Events;
import org.cinegraph.db.run.ExplainKey;
import org.cinegraph.db.run.FoldedNodes;
import org.cinegraph.db.run.Lineage;
import org.cinegraph.db.run.NodeRuns;
import org.cinegraph.db.run.Runs;
import org.cinegraph.db.run.Timelines;
import org.cinegraph.db.verb.Audit;
import org.cinegraph.db.verb.DrainWorker;
import org.cinegraph.db.verb.RepeatRun;
import org.cinegraph.db.work.MeasureAttempts;
import org.cinegraph.db.work.QueuePlace;
import org.cinegraph.db.work.ReadUsage;
import org.cinegraph.scheduler.placement.WaitReason;

/// The families of calls, put together from what a control plane process has.
record ControlParts(
    GraphCalls graphs,
    SubmitCalls submit,
    PlanCalls plan,
    RunCalls runs,
    NodeCalls nodes,
    VerbCalls verbs,
    ApprovalCalls approvals,
    RepeatCalls repeats,
    WorkerCalls workers,
    AuditCalls audit,
    UsageCalls usage,
    WatchCalls watch,
    CatalogCalls catalog,
    ArtifactCalls artifacts,
    StoreCalls store,
    TimelineCalls timelines,
    ExplainCalls explain,
    DiffCalls diff,
    LineageCalls lineage) {

  /// The control service.
  static ControlApi service(Surroundings with) {
    Database database = with.database();
    Runs runs = new Runs(database);
    NodeRuns nodes = new NodeRuns(database, with.plans());
    WireNodes wireNodes =
        new WireNodes(with.progress(), work -> with.waits().of(work).map(WaitReason::words));
    AwaitCatalog catalog = new AwaitCatalog(new Catalogs(database)::read, with.catalogPatience());
    GraphCalls graphs = new GraphCalls(new Graphs(database), new StoredGraphs(database), catalog);
    BeginRun begin = new BeginRun(with.starter());
    Artifacts artifacts = new Artifacts(database, with.store()::contains);
    Timelines timelines = new Timelines(database, with.plans());
    WireGroups groups = new WireGroups(nodes, wireNodes);
    RunCalls runCalls = runs(database, runs, nodes, timelines, groups);
    SubmitCalls submit = new SubmitCalls(runs, artifacts, graphs, catalog, begin, with.ids());
    return new ControlApi(
        new ControlParts(
            graphs,
            submit,
            plan(with, artifacts, graphs, catalog),
            runCalls,
            new NodeCalls(runCalls, new FoldedNodes(database), timelines, groups),
            new VerbCalls(runCalls, database, with.plans(), begin),
            new ApprovalCalls(runCalls, nodes, database, with.plans()),
            repeats(with, runCalls, graphs, catalog, begin),
            new WorkerCalls(new CatalogRows(database), new DrainWorker(database)),
            new AuditCalls(new Audit(database)),
            new UsageCalls(new ReadUsage(database)),
            watch(with, runCalls, runs, nodes, groups),
            new CatalogCalls(new CatalogRows(database), with.offers(), with.facts()),
            new ArtifactCalls(artifacts, with.store()),
            new StoreCalls(
                new VerifyArtifacts(database, with.store()),
                new CollectGarbage(database, with.store(), InstantSource.system()),
                with.leastGrace()),
            new TimelineCalls(runCalls, nodes, timelines),
            explain(with, runCalls, nodes, timelines, wireNodes),
            new DiffCalls(runCalls, new DiffRuns(database, with.plans())),
            new LineageCalls(
                artifacts, new Graphs(database), new Lineage(database, with.plans()))));
  }

  private static PlanCalls plan(
      Surroundings with, Artifacts artifacts, GraphCalls graphs, AwaitCatalog catalog) {
    return new PlanCalls(
        artifacts,
        graphs,
        catalog,
        new AskMemo(with.database(), with.store()::isWhole),
        new MeasureAttempts(with.database()));
  }

  private static RunCalls runs(
      Database database, Runs runs, NodeRuns nodes, Timelines timelines, WireGroups groups) {
    return new RunCalls(
        runs, nodes, new FoldedNodes(database), new Attempts(database), timelines, groups);
  }

  private static WatchCalls watch(
      Surroundings with, RunCalls calls, Runs runs, NodeRuns nodes, WireGroups groups) {
    RunFeeds feeds =
        new RunFeeds(
            new RunLook(
                runs, new Events(with.database()), nodes, new FoldedNodes(with.database()), groups),
            woken -> with.notifications().listen(Channel.RUN, woken));
    return new WatchCalls(calls, feeds, with.progress());
  }

  private static ExplainCalls explain(
      Surroundings with, RunCalls runs, NodeRuns nodes, Timelines timelines, WireNodes wireNodes) {
    QueuePlace queue = new QueuePlace(with.database());
    return new ExplainCalls(
        runs,
        timelines,
        new ExplainKey(with.database(), with.plans()),
        queue,
        new ExplainWait(nodes, queue, with.waits(), with.facts().leads()),
        wireNodes,
        with.progress());
  }

  private static RepeatCalls repeats(
      Surroundings with, RunCalls runs, GraphCalls graphs, AwaitCatalog catalog, BeginRun begin) {
    return new RepeatCalls(
        runs,
        new StoredGraphs(with.database()),
        graphs,
        catalog,
        new RepeatRun(with.database()),
        begin,
        with.ids());
  }
}
