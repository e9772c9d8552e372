package org.cinegraph.scheduler.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.SplittableRandom;
import java.util.UUID;
import org.cinegraph.db.Leadership;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.Address;
import org.cinegraph.db.run.NodeState;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.TakeIn;
import org.cinegraph.db.work.CommitReports;
import org.cinegraph.db.work.Grant;
import org.cinegraph.db.work.GrantLeases;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.NotLeading;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.ReportAnswer;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.scheduler.model.NaiveWorks.Node;
import org.cinegraph.scheduler.model.NaiveWorks.Run;
import org.cinegraph.scheduler.model.NaiveWorks.Work;

/// Does the same random things to Postgres and to the model, many in each transaction, and compares
/// every answer and, after each round, the rows.
final class WorksUnderTest {
  private static final int PAIRS = 20;
  private static final int OPEN_RUNS = 16;
  private static final int RENEWALS = 2_000;

  private final RunFixture fixture;
  private final SplittableRandom random;
  private final NaiveWorks model;
  private final LeaseBook leases;
  private final DrawReports draw;
  private final ReadBack rows;
  private final TakeIn takeIn;
  private final GrantLeases grants;
  private final CommitReports reports;
  private final Leadership leadership;
  private final Map<UUID, Work> byId = new LinkedHashMap<>();
  private final Map<UUID, RunRow> runRows = new LinkedHashMap<>();
  private final SequencedSet<Run> open = new LinkedHashSet<>();
  private final SequencedSet<Work> unsettled = new LinkedHashSet<>();
  private long epoch;
  private int worksSeen;
  private long secrets;
  private long salts = 30;
  private long operations;

  WorksUnderTest(RunFixture fixture, long seed, boolean wrongModel) {
    this.fixture = fixture;
    this.random = new SplittableRandom(seed);
    this.model = new NaiveWorks(wrongModel);
    this.leases = new LeaseBook(random.split());
    this.draw = new DrawReports(random.split(), leases);
    this.rows = new ReadBack(fixture.database());
    this.takeIn = new TakeIn(fixture.database(), fixture.plans());
    this.grants = new GrantLeases(fixture.database());
    this.reports = new CommitReports(fixture.database(), fixture.plans());
    this.leadership = new Leadership(fixture.database());
    this.epoch = lead();
  }

  long operations() {
    return operations;
  }

  void round() {
    if (open.size() < OPEN_RUNS) {
      submit();
    }
    take();
    learnIds();
    if (random.nextInt(20) == 0) {
      changeLeader();
    }
    grant();
    if (!leases.isEmpty()) {
      operations += RENEWALS;
      leases.renew(RENEWALS);
      commit(random.nextInt(4) == 0 ? draw.crash() : draw.workersReport());
      commit(
          leases.pass(Duration.ofMillis(random.nextInt(6_000))).stream()
              .map(lease -> (Report) new Report.Lost(lease, true))
              .toList());
    }
    if (random.nextInt(12) == 0 && !open.isEmpty()) {
      Run run = pick(List.copyOf(open));
      boolean kill = random.nextBoolean();
      operations++;
      fixture.stop(runRow(run), kill);
      model.stop(run, kill);
      forgetEnded();
    }
    compare();
  }

  /// Everything that is open is computed to its end.
  void finish() {
    while (!open.isEmpty()) {
      take();
      learnIds();
      grant();
      commit(leases.open().stream().map(lease -> DrawReports.done(lease)).toList());
      compare();
    }
    assertThat(leases.open()).isEmpty();
    assertThat(rows.memo()).containsExactlyInAnyOrderElementsOf(model.memo());
  }

  private void submit() {
    StringBuilder graph = new StringBuilder("graph: random\nnodes:\n");
    for (int i = 0; i < PAIRS; i++) {
      graph
          .append("  a%d: {type: no-op, with: {salt: s%d}}\n".formatted(i, salt()))
          .append(
              "  b%d: {type: no-op, with: {after: $a%d.value, salt: s%d}}\n"
                  .formatted(i, i, random.nextInt(3)));
    }
    operations++;
    RunRow row = fixture.plan(graph.toString(), random.nextBoolean() ? 500 : PAIRS);
    Run run = new Run(row.id());
    runRows.put(row.id(), row);
    Map<String, ReadBack.NodeRow> byName = new LinkedHashMap<>();
    List<ReadBack.NodeRow> planned = rows.nodes(List.of(row.id()));
    planned.forEach(node -> byName.put(node.name(), node));
    Map<String, Node> made = new LinkedHashMap<>();
    for (ReadBack.NodeRow node : planned) {
      Optional<ReadBack.NodeRow> producer =
          node.name().startsWith("b")
              ? Optional.ofNullable(byName.get("a" + node.name().substring(1)))
              : Optional.empty();
      Node one =
          new Node(
              run,
              node.node(),
              node.key(),
              producer.map(first -> made.get(first.name())).orElse(null),
              producer.isPresent() && producer.get().segment() != node.segment());
      made.put(node.name(), one);
      run.nodes.add(one);
    }
    model.planned(run);
    open.add(run);
  }

  private long salt() {
    salts++;
    return random.nextLong(salts / 2, salts);
  }

  private void take() {
    List<Node> wanted = new ArrayList<>();
    for (Run run : open) {
      for (Node node : run.nodes) {
        boolean reached = node.producer == null || node.held || node.producer.state.hasOutputs();
        boolean again = node.state != NodeState.PLANNED && random.nextInt(10) == 0;
        if (reached && ((node.state == NodeState.PLANNED && random.nextInt(4) > 0) || again)) {
          wanted.add(node);
        }
      }
    }
    operations += wanted.size();
    List<Optional<NodeState>> found =
        wanted.isEmpty()
            ? List.of()
            : takeIn.take(
                wanted.stream()
                    .map(node ->
                        new TakeIn.Intake(
                            RunFixture.TENANT,
                            node.run.id,
                            1,
                            node.number,
                            new Address("w", "r", "a" + node.number)))
                    .toList());
    assertThat(found).isEqualTo(model.take(wanted));
  }

  private void grant() {
    List<Work> wanted = new ArrayList<>();
    for (Work work : byId.values()) {
      boolean waits = work.state.equals("queued");
      if (waits ? random.nextInt(3) > 0 : random.nextInt(50) == 0) {
        wanted.add(work);
      }
    }
    Map<UUID, LeaseKey> expected = new LinkedHashMap<>();
    List<Grant> asked = new ArrayList<>();
    for (Work work : wanted) {
      secrets++;
      Digest secret = Digest.of("secret " + secrets);
      UUID id = idOf(work);
      asked.add(new Grant(RunFixture.TENANT, id, fixture.worker(), secret));
      LeaseKey lease = new LeaseKey(id, work.fence + 1, secret);
      if (model.grant(work, lease)) {
        expected.put(id, lease);
        leases.granted(lease, fixture.worker());
      }
    }
    operations += asked.size();
    Map<UUID, LeaseKey> found = new LinkedHashMap<>();
    for (Granted granted : grants.grant(epoch, asked)) {
      Digest secret =
          asked.stream()
              .filter(grant -> grant.work().equals(granted.work()))
              .findFirst()
              .orElseThrow()
              .secretDigest();
      found.put(granted.work(), new LeaseKey(granted.work(), granted.fence(), secret));
    }
    assertThat(found).isEqualTo(expected);
  }

  private void commit(List<Report> all) {
    if (all.isEmpty()) {
      return;
    }
    operations += all.size();
    List<String> found =
        reports.commit(all).stream().map(ReportAnswer::getClass).map(Class::getSimpleName).toList();
    assertThat(found).isEqualTo(model.commit(all, byId));
    forgetEnded();
  }

  /// The leader hears of every lease that is over.
  private void forgetEnded() {
    for (LeaseKey lease : leases.open()) {
      Work work = byId.get(lease.work());
      if (work == null || !lease.equals(work.open)) {
        leases.ended(lease);
      }
    }
  }

  private void changeLeader() {
    long old = epoch;
    epoch = lead();
    operations++;
    SequencedMap<LeaseKey, UUID> held = new LinkedHashMap<>();
    for (Work work : byId.values()) {
      if (work.open != null) {
        held.put(work.open, fixture.worker());
      }
    }
    leases.takeOver(held);
    byId.keySet().stream()
        .findFirst()
        .ifPresent(work ->
            assertThatThrownBy(() ->
                    grants.grant(
                        old,
                        List.of(
                            new Grant(
                                RunFixture.TENANT, work, fixture.worker(), Digest.of("late")))))
                .isInstanceOf(NotLeading.class));
  }

  private long lead() {
    return leadership
        .acquire(new UUID(random.nextLong(), random.nextLong()), "", Duration.ZERO)
        .orElseThrow();
  }

  private void compare() {
    List<UUID> runs = open.stream().map(run -> run.id).toList();
    Map<UUID, Map<Integer, ReadBack.NodeRow>> found = nodes(runs);
    Map<UUID, String> states = new LinkedHashMap<>();
    rows.runs(runs).forEach(row -> states.put(row.run(), row.state()));
    learnIds(found);
    for (Run run : open) {
      assertThat(states.get(run.id)).as("state of run %s", run.id).isEqualTo(run.state);
      for (Node node : run.nodes) {
        ReadBack.NodeRow row = found.getOrDefault(run.id, Map.of()).get(node.number);
        assertThat(row == null ? "" : row.state())
            .as("state of node %s of run %s", node.number, run.id)
            .isEqualTo(node.state.name().toLowerCase(Locale.ROOT));
      }
    }
    compareWorks();
    open.removeIf(run -> !run.isOpen());
  }

  /// Works get their ids from Postgres.
  private void learnIds() {
    List<UUID> runs =
        model.works().stream()
            .skip(worksSeen)
            .map(work -> work.nodes.getFirst().run.id)
            .distinct()
            .toList();
    if (!runs.isEmpty()) {
      learnIds(nodes(runs));
    }
  }

  private Map<UUID, Map<Integer, ReadBack.NodeRow>> nodes(List<UUID> runs) {
    Map<UUID, Map<Integer, ReadBack.NodeRow>> found = new LinkedHashMap<>();
    rows.nodes(runs)
        .forEach(row ->
            found.computeIfAbsent(row.run(), _ -> new LinkedHashMap<>()).put(row.node(), row));
    return found;
  }

  private void learnIds(Map<UUID, Map<Integer, ReadBack.NodeRow>> found) {
    for (; worksSeen < model.works().size(); worksSeen++) {
      Work work = model.works().get(worksSeen);
      Node first = work.nodes.getFirst();
      UUID id =
          Optional.ofNullable(found.getOrDefault(first.run.id, Map.of()).get(first.number))
              .flatMap(ReadBack.NodeRow::work)
              .orElseThrow();
      work.id = id;
      byId.put(id, work);
      unsettled.add(work);
    }
  }

  private void compareWorks() {
    Map<UUID, ReadBack.WorkRow> found = new LinkedHashMap<>();
    rows.works(unsettled.stream().map(WorksUnderTest::idOf).toList())
        .forEach(row -> found.put(row.work(), row));
    for (Work work : unsettled) {
      UUID id = idOf(work);
      assertThat(found.get(id))
          .isEqualTo(
              new ReadBack.WorkRow(
                  id,
                  work.state,
                  work.fence,
                  work.attempts,
                  work.stopRequested,
                  work.open == null ? 0 : 1));
    }
    unsettled.removeIf(work -> !work.state.equals("queued") && !work.state.equals("leased"));
  }

  private RunRow runRow(Run run) {
    return Optional.ofNullable(runRows.get(run.id)).orElseThrow();
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static UUID idOf(Work work) {
    return Optional.ofNullable(work.id).orElseThrow();
  }
}
