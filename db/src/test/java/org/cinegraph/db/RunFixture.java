package org.cinegraph.db;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.catalog.Catalogs;
import org.cinegraph.db.graph.Graphs;
import org.cinegraph.db.run.Address;
import org.cinegraph.db.run.Events;
import org.cinegraph.db.run.NewRun;
import org.cinegraph.db.run.NodeState;
import org.cinegraph.db.run.Outbox;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.RunSettings;
import org.cinegraph.db.run.Runs;
import org.cinegraph.db.run.StopRun;
import org.cinegraph.db.run.StorePlan;
import org.cinegraph.db.run.TakeIn;
import org.cinegraph.db.verb.Asking;
import org.cinegraph.db.verb.PauseRun;
import org.cinegraph.db.work.CommitReports;
import org.cinegraph.db.work.Grant;
import org.cinegraph.db.work.GrantLeases;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.QueuedWork;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.ReportAnswer;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.db.work.WorkQueue;
import org.cinegraph.db.work.Workers;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.digest.CanonicalGraph;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.ParseGraph;
import org.cinegraph.graph.plan.PlanGraph;
import org.cinegraph.graph.plan.PlanOptions;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// Runs of graphs of `no-op` nodes on a real Postgres, with the test as planner, Temporal and
/// worker. A `no-op` takes `after` and a `salt` and gives the salt as `value`.
public final class RunFixture implements AutoCloseable {
  public static final UUID TENANT = ApiKeys.DEFAULT_TENANT;
  public static final NodeDeclaration NO_OP =
      new NodeDeclaration(
          "no-op",
          1,
          "Nothing",
          "Gives its salt.",
          List.of(
              new InputPort("after", new PortType.Json(), false, "What it waits for."),
              new InputPort("and", new PortType.Json(), false, "What it waits for as well.")),
          List.of(Parameter.optional("salt", new PortType.Text(), new Value.Text(""), "Anything.")),
          List.of(new OutputPort("value", new PortType.Json(), "The salt.")),
          new Demand(Demand.DeviceClass.ANY, 0, 0, false),
          "graph: example\nnodes:\n  a: {type: no-op}\n");

  /// Takes a small number and gives one.
  public static final NodeDeclaration COUNT =
      new NodeDeclaration(
          "tally",
          1,
          "Tally",
          "Gives a number.",
          List.of(),
          List.of(
              Parameter.optional("times", new PortType.Int(), new Value.Int(1), "How often.")
                  .between(1, 5)),
          List.of(new OutputPort("number", new PortType.Int(), "The number.")),
          new Demand(Demand.DeviceClass.ANY, 0, 0, false),
          "graph: example\nnodes:\n  a: {type: tally}\n");

  public static final Digest PROGRAM = Digest.of("program of no-op");

  private final PostgresFixture postgres = PostgresFixture.start();
  private final Plans plans = new Plans();
  private final UUID worker = UUID.randomUUID();
  private final Digest secret = Digest.of("secret");
  private final long leaderEpoch;
  private int keys;

  public RunFixture() {
    hello(List.of(offered(NO_OP), offered(COUNT)));
    leaderEpoch =
        new Leadership(database())
            .acquire(UUID.randomUUID(), "", java.time.Duration.ofHours(1))
            .orElseThrow();
  }

  /// The worker comes again, and its `no-op` is of this version and program.
  public void offerOnly(int version, Digest program) {
    NodeDeclaration noOp =
        new NodeDeclaration(
            NO_OP.type(),
            version,
            NO_OP.title(),
            NO_OP.documentation(),
            NO_OP.inputs(),
            NO_OP.parameters(),
            NO_OP.outputs(),
            NO_OP.demand(),
            NO_OP.example());
    hello(List.of(offered(noOp, program), offered(COUNT)));
  }

  private void hello(List<Workers.OfferedType> types) {
    new Workers(database())
        .hello(
            new Workers.Hello(
                worker,
                "fixture",
                "here",
                1,
                "",
                1 << 30,
                List.of(),
                types,
                List.of(new Workers.DeviceRow(0, false, "processor", 1 << 30, "", "")),
                List.of(),
                new TreeMap<>()));
  }

  public Database database() {
    return postgres.database();
  }

  public UUID worker() {
    return worker;
  }

  public Plans plans() {
    return plans;
  }

  /// Stores and submits a graph without inputs.
  public RunRow submit(String yaml) {
    return submit(yaml, 0);
  }

  public RunRow submit(String yaml, int segmentSize) {
    GraphDocument document = parse(yaml);
    CanonicalGraph canonical = CanonicalGraph.of(document);
    new Graphs(database())
        .store(
            TENANT,
            document.name(),
            canonical.version(),
            yaml.getBytes(StandardCharsets.UTF_8),
            canonical.json());
    return new Runs(database())
        .submit(
            new NewRun(
                TENANT,
                UUID.randomUUID(),
                document.name(),
                canonical.version(),
                "key " + ++keys,
                Digest.of(yaml),
                new LinkedHashMap<>(),
                0,
                RunSettings.ofSegments(segmentSize),
                "test",
                Optional.empty()))
        .run();
  }

  /// Submits and plans.
  public RunRow plan(String yaml, int segmentSize) {
    RunRow run = submit(yaml);
    return new StorePlan(database(), plans, _ -> true)
        .store(
            TENANT,
            run.id(),
            PlanGraph.plan(
                    LinkedGraph.of(parse(yaml)),
                    new Catalogs(database()).read(),
                    new LinkedHashMap<>(),
                    PlanOptions.PLAIN.withSegmentSize(segmentSize))
                .orElseThrow());
  }

  /// Does what the activity of a node does.
  public Optional<NodeState> takeIn(RunRow run, int node) {
    return new TakeIn(database(), plans)
        .take(
            TENANT,
            run.id(),
            run.epoch(),
            node,
            new Address(run.id() + "/1/0", "temporal-run", "activity-" + node));
  }

  public List<QueuedWork> waiting() {
    return new WorkQueue(database()).waiting(1000);
  }

  /// Leases everything that waits to the one worker.
  public List<Granted> grantAll() {
    List<Grant> grants =
        waiting().stream()
            .map((QueuedWork work) -> new Grant(TENANT, work.work(), worker, secret))
            .toList();
    return new GrantLeases(database()).grant(leaderEpoch, grants);
  }

  /// Leases the work of a run, one node of which waits.
  public Optional<Granted> grant(RunRow run) {
    List<Grant> works =
        database()
            .read(sql ->
                sql.rows(
                    """
                    SELECT work_id FROM node_run
                    WHERE tenant_id = ? AND run_id = ? AND state = 'waiting'
                    """,
                    row -> new Grant(TENANT, row.id("work_id"), worker, secret),
                    TENANT,
                    run.id()));
    return new GrantLeases(database()).grant(leaderEpoch, works).stream().findFirst();
  }

  public ReportAnswer report(Report report) {
    return new CommitReports(database(), plans).commit(List.of(report)).getFirst();
  }

  public LeaseKey lease(Granted granted) {
    return new LeaseKey(granted.work(), granted.fence(), secret);
  }

  /// The salt as the output.
  public Report.Done done(Granted granted) {
    return done(
        granted,
        new PortValue.Inline(
            Objects.requireNonNull(granted.request().parameters().fields().get("salt"))));
  }

  public Report.Done done(Granted granted, PortValue value) {
    return done(granted, "value", value);
  }

  public Report.Done done(Granted granted, String port, PortValue value) {
    SequencedMap<String, PortValue> outputs = new LinkedHashMap<>();
    outputs.put(port, value);
    return new Report.Done(lease(granted), outputs, Seconds.NONE, "", false);
  }

  /// An artifact that the lease made, as the database knows it; there is no store here.
  public ArtifactReference stored(Granted granted, String content) {
    return stored(granted, content, List.of());
  }

  public ArtifactReference stored(
      Granted granted, String content, List<ArtifactReference.Part> parts) {
    ArtifactReference reference =
        new ArtifactReference(Digest.of(content), content.length(), "text/plain", parts);
    if (new Artifacts(database(), _ -> true).register(lease(granted), reference).isPresent()) {
      throw new AssertionError("It was not taken");
    }
    return reference;
  }

  public RunRow stop(RunRow run, boolean kill) {
    return new StopRun(database(), plans).stop(TENANT, run.id(), kill, "test", "because");
  }

  public RunRow pause(RunRow run) {
    return new PauseRun(database()).pause(asking(), run.id()).run();
  }

  /// A person who asks for something.
  public Asking asking() {
    return new Asking(TENANT, "test", "because");
  }

  public RunRow find(RunRow run) {
    return new Runs(database()).find(TENANT, run.id()).orElseThrow();
  }

  /// The events of a run, as `type` or `type node`.
  public List<String> events(RunRow run) {
    return new Events(database())
        .from(TENANT, run.id(), 1, 10_000).stream()
            .map(event -> event.type() + event.node().map(node -> " " + node).orElse(""))
            .toList();
  }

  /// What Temporal has to be told, as `activity ended`.
  public List<String> outbox() {
    return new Outbox(database())
        .after(0, 10_000).stream()
            .map(row -> row.address().activity() + " " + row.ended().name().toLowerCase())
            .toList();
  }

  @Override
  public void close() {
    postgres.close();
  }

  private static Workers.OfferedType offered(NodeDeclaration declaration) {
    return offered(declaration, PROGRAM);
  }

  private static Workers.OfferedType offered(NodeDeclaration declaration, Digest program) {
    return new Workers.OfferedType(
        declaration.type(),
        declaration.version(),
        program,
        DeclarationJson.digest(declaration),
        CanonicalJson.write(DeclarationJson.write(declaration)));
  }

  private static GraphDocument parse(String yaml) {
    return ParseGraph.parse(yaml.getBytes(StandardCharsets.UTF_8), "test.yaml")
        .document()
        .orElseThrow();
  }
}
