package org.cinegraph.db.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.FoldedNodes.Line;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Loops, blocks and what the language adds, as lines of a list.
class FoldedNodesTest {
  private static final String GRAPH =
      """
      graph: g
      nodes:
        list: {type: no-op, with: {salt: "[1, 2]"}}
        shot:
          for-each: [a, fail, c]
          on-error: collect
          max-parallel: 2
          nodes:
            text: {type: no-op, with: {salt: $item}}
            video: {type: no-op, with: {after: $text.value, salt: "${text.value}, ${item}"}}
          outputs: {clip: $video.value}
        late: {type: no-op, for-each: $list.value, with: {salt: "${item}"}}
        judged: {approve: Good?, with: {value: $list.value}}
        body:
          nodes:
            one: {type: no-op, with: {salt: one}}
            two: {type: no-op, with: {salt: two, after: $one.value}}
          outputs: {last: $two.value}
      outputs:
        clips: $shot.clip
        late: $late.value
        judged: $judged.value
        last: $body.last
      """;

  private final RunFixture fixture = new RunFixture();
  private final FoldedNodes folded = new FoldedNodes(fixture.database());

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aLoopABlockAndWhatIsNotKnownYetAreOneLineEach() {
    RunRow run = fixture.plan(GRAPH, 500);
    assertThat(lines(run, ""))
        .containsExactlyInAnyOrder(
            "list waits",
            "shot for-each 0 of 3 done, 0 running, 3 waiting, 0 failed; 6 nodes",
            "late for-each 0 of 0 done, 0 running, 0 waiting, 0 failed; 0 nodes",
            "judged waits",
            "body block 0 of 2 done, 0 running, 2 waiting, 0 failed; 2 nodes");
    assertThat(lines(run, "shot"))
        .containsExactly(
            "shot[0] block 0 of 2 done, 0 running, 2 waiting, 0 failed; 2 nodes",
            "shot[1] block 0 of 2 done, 0 running, 2 waiting, 0 failed; 2 nodes",
            "shot[2] block 0 of 2 done, 0 running, 2 waiting, 0 failed; 2 nodes");
    assertThat(lines(run, "shot[1]")).containsExactly("shot[1]/text waits", "shot[1]/video waits");
    assertThat(lines(run, "late")).isEmpty();
    assertThat(lines(run, "nothing")).isEmpty();
    assertThat(folded.counts(run.tenant(), run.id()).all()).isEqualTo(10);
  }

  @Test
  void aFoldedLineSaysHowManyOfItsOwnLinesAreDoneAndNamesWhatFailed() {
    RunRow run = fixture.plan(GRAPH, 500);
    takeIn(run);
    List<Granted> granted = fixture.grantAll();
    assertThat(group(run, "shot").lines().running()).isEqualTo(2);
    granted.forEach(this::end);
    takeIn(run);

    NodeGroup shot = group(run, "shot");
    assertThat(shot.lines().failed()).isEqualTo(1);
    assertThat(shot.failures()).isEqualTo(1);
    assertThat(shot.first()).extracting(NodeRuns.NodeRunRow::name).containsExactly("shot[1]/text");
    assertThat(shot.waiting())
        .get()
        .extracting(NodeRuns.NodeRunRow::name)
        .isEqualTo("shot[0]/video");
    assertThat(folded.counts(run.tenant(), run.id()).failed()).isEqualTo(1);
    assertThat(lines(run, "")).contains("judged asks");
  }

  @Test
  void pagesFollowEachOtherWithoutAGap() {
    RunRow run = fixture.plan(GRAPH, 500);
    List<String> paths = new ArrayList<>();
    int after = -1;
    List<Line> page;
    do {
      page = folded.lines(run.tenant(), run.id(), "", after, 2);
      page.forEach(line -> paths.add(path(line)));
      after = page.isEmpty() ? after : page.getLast().at();
    } while (page.size() == 2);
    assertThat(paths).containsExactlyInAnyOrder("list", "shot", "late", "judged", "body");

    assertThat(folded.nodes(run.tenant(), run.id(), "shot[1]", false, -1, 10))
        .extracting(FoldedNodesTest::path)
        .containsExactly("shot[1]/text", "shot[1]/video");
    assertThat(folded.nodes(run.tenant(), run.id(), "", true, -1, 100))
        .extracting(FoldedNodesTest::path)
        .contains("late.for-each", "shot.clip", "shot[0].lane");
  }

  @Test
  void aRunFromBeforeIsFoldedByTheMigrationAsAPlannedOneIs() throws IOException {
    RunRow run = fixture.plan(GRAPH, 500);
    List<String> planned = leads(run);
    String backfill = backfill();
    fixture
        .database()
        .transaction(sql -> {
          sql.update("UPDATE node_run SET leads = NULL");
          return sql.update(backfill);
        });
    assertThat(leads(run)).isEqualTo(planned).contains("late.for-each 0", "shot[1]/text 1");
  }

  /// What the migration does to runs that were there.
  private static String backfill() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            FoldedNodes.class.getResourceAsStream(
                "/org/cinegraph/db/migration/V17__folds_labels_and_answers.sql"))) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      int begin = text.indexOf("WITH piece");
      return text.substring(begin, text.indexOf(';', begin));
    }
  }

  private List<String> leads(RunRow run) {
    return fixture
        .database()
        .read(sql ->
            sql.rows(
                "SELECT name, coalesce(leads::text, '-') AS leads FROM node_run WHERE run_id = ? ORDER BY node",
                row -> row.text("name") + " " + row.text("leads"),
                run.id()));
  }

  private void takeIn(RunRow run) {
    IntStream.range(0, fixture.find(run).nodes())
        .filter(node -> isReady(run, node))
        .forEach(node -> fixture.takeIn(run, node));
  }

  private boolean isReady(RunRow run, int node) {
    List<NodeRuns.NodeRunRow> rows =
        new NodeRuns(fixture.database(), fixture.plans()).list(run.tenant(), run.id());
    return rows.get(node).state() == NodeState.PLANNED
        && new NodeRuns(fixture.database(), fixture.plans())
            .plan(run.tenant(), run.id()).nodes().get(node).predecessors().stream()
                .allMatch(before -> rows.get(before).state().hasOutputs());
  }

  private void end(Granted granted) {
    boolean fails = granted.request().parameters().toString().contains("fail");
    fixture.report(
        fails
            ? new Report.Failed(
                fixture.lease(granted),
                new Failure("broken", FailureCategory.USER, "Broken"),
                Seconds.NONE,
                "")
            : fixture.done(granted));
  }

  private NodeGroup group(RunRow run, String path) {
    return folded.lines(run.tenant(), run.id(), "", -1, 100).stream()
        .flatMap(line -> line.group().stream())
        .filter(group -> group.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private List<String> lines(RunRow run, String parent) {
    return folded.lines(run.tenant(), run.id(), parent, -1, 100).stream()
        .map(FoldedNodesTest::written)
        .toList();
  }

  private static String path(Line line) {
    return line.node()
        .map(NodeRuns.NodeRunRow::name)
        .orElseGet(() -> line.group().orElseThrow().path());
  }

  private static String written(Line line) {
    Optional<NodeGroup> group = line.group();
    if (group.isEmpty()) {
      NodeRuns.NodeRunRow node = line.node().orElseThrow();
      return node.name()
          + (node.asksSomebody() ? " asks" : node.state().ended() ? " ended" : " waits");
    }
    NodeCounts lines = group.get().lines();
    return "%s %s %d of %d done, %d running, %d waiting, %d failed; %d nodes"
        .formatted(
            group.get().path(),
            group.get().isLoop() ? "for-each" : "block",
            lines.computed() + lines.hits() + lines.leftOut(),
            lines.all(),
            lines.running(),
            lines.waiting(),
            lines.failed(),
            group.get().nodes());
  }
}
