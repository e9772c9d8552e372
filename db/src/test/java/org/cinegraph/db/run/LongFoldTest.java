package org.cinegraph.db.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.FoldedNodes.Line;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A run of 50,000 nodes is looked at page by page: 30,000 in a loop of 10,000 items, the rest side
/// by side.
class LongFoldTest {
  private static final int ITEMS = 10_000;
  private static final int PLAIN = 20_000;
  private static final int PAGE = 500;

  /// What is waited for on a busy machine; alone it is a tenth.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final RunFixture fixture = new RunFixture();
  private final FoldedNodes folded = new FoldedNodes(fixture.database());

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aScreenOfALongRunIsReadAtOnce() {
    RunRow run = fixture.plan("graph: g\nnodes: {first: {type: no-op}}\n", 500);
    fill(run);
    printPlan(run);
    List<Line> top = timed("first page", () -> folded.lines(run.tenant(), run.id(), "", -1, PAGE));
    assertThat(top).hasSize(PAGE);
    NodeGroup loop = top.get(1).group().orElseThrow();
    assertThat(loop.path()).isEqualTo("each");
    assertThat(loop.nodes()).isEqualTo(3 * ITEMS);
    assertThat(loop.lines().all()).isEqualTo(ITEMS);
    assertThat(loop.lines().computed()).isEqualTo(ITEMS / 2);
    assertThat(loop.lines().failed()).isEqualTo(ITEMS / 10);
    assertThat(loop.first()).hasSize(3);

    restOf(run, top.getLast().at());
  }

  private void restOf(RunRow run, int after) {
    List<Line> second =
        timed("page behind the loop", () -> folded.lines(run.tenant(), run.id(), "", after, PAGE));
    assertThat(second).hasSize(PAGE).allMatch(line -> line.node().isPresent());
    assertThat(
            timed("page in the loop", () -> folded.lines(run.tenant(), run.id(), "each", -1, PAGE)))
        .hasSize(PAGE)
        .allMatch(line -> line.group().orElseThrow().nodes() == 3);
    assertThat(timed("an item", () -> folded.lines(run.tenant(), run.id(), "each[9999]", -1, PAGE)))
        .hasSize(3);
    assertThat(timed("totals", () -> folded.counts(run.tenant(), run.id())).all())
        .isEqualTo(1 + 3 * ITEMS + PLAIN);
    assertThat(
            timed(
                "all nodes, a page",
                () -> folded.nodes(run.tenant(), run.id(), "", false, 40_000, PAGE)))
        .hasSize(PAGE);
    assertThat(
            timed(
                    "one by name",
                    () ->
                        new NodeRuns(fixture.database(), fixture.plans())
                            .find(run.tenant(), run.id(), "each[777]/b"))
                .orElseThrow()
                .name())
        .isEqualTo("each[777]/b");
  }

  /// Half of the items are computed, a tenth has failed, the others wait.
  private void fill(RunRow run) {
    SequencedMap<String, PortValue> outputs = new LinkedHashMap<>();
    outputs.put("value", new PortValue.Inline(new Value.Text("an output ".repeat(30))));
    fixture
        .database()
        .transaction(sql -> {
          sql.update(
              """
              INSERT INTO node_run (tenant_id, run_id, node, name, type, version, segment, state,
                leads, outputs, failure)
              SELECT ?, ?, 1 + 3 * item + place, 'each[' || item || ']/' || substr('abc', place + 1, 1),
                'no-op', 1, 0,
                CASE WHEN item % 10 < 5 THEN 'succeeded' WHEN item % 10 < 9 THEN 'planned'
                  WHEN place = 1 THEN 'failed' ELSE 'succeeded' END,
                CASE WHEN item = 0 AND place = 0 THEN 0 WHEN place = 0 THEN 1 ELSE 2 END,
                CASE WHEN item % 10 < 5 THEN ? END,
                CASE WHEN item % 10 = 9 AND place = 1
                  THEN '{"category":"user","code":"broken","fields":{},"message":"Broken"}' END
              FROM generate_series(0, ?) AS item, generate_series(0, 2) AS place
              """,
              run.tenant(), run.id(), OutputsJson.write(outputs), ITEMS - 1);
          return sql.update(
              """
              INSERT INTO node_run (tenant_id, run_id, node, name, type, version, segment, state, leads)
              SELECT ?, ?, 30001 + n, 'n' || n, 'no-op', 1, 0, 'planned', 0
              FROM generate_series(0, ?) AS n
              """,
              run.tenant(),
              run.id(),
              PLAIN - 1);
        });
  }

  private void printPlan(RunRow run) {
    fixture
        .database()
        .transaction(sql ->
            sql.rows(
                "EXPLAIN (ANALYZE, COSTS OFF) " + ReadGroups.COUNT,
                row -> row.text("QUERY PLAN"),
                List.of("each"),
                run.tenant(),
                run.id()))
        .forEach(System.out::println);
  }

  private static <T> T timed(String what, Supplier<T> look) {
    T unprepared = look.get();
    assertThat(unprepared).isNotNull();
    long begun = System.nanoTime();
    T found = look.get();
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    System.out.printf("%s: %d ms%n", what, took.toMillis());
    assertThat(took).as(what).isLessThan(PATIENCE);
    return found;
  }
}
