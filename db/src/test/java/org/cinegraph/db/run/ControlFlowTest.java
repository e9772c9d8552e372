package org.cinegraph.db.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.db.verb.RecoverRun;
import org.cinegraph.db.verb.RetryNode;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.UnreadableJsonException;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Branches, loops and value nodes in the database. A `no-op` makes the JSON that its salt is, and
/// fails if that is `fail`, or, while the test says so, `flaky`.
class ControlFlowTest {
  private final RunFixture fixture = new RunFixture();
  private boolean broken;

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aFunctionOfWhatARunMakesIsComputedWithoutAWorker() {
    RunRow run =
        driven(
            """
            graph: g
            nodes:
              five: {type: no-op, with: {salt: "5"}}
              small: {type: compare, with: {a: $five.value, is: less, b: 7}}
              after: {type: no-op, with: {salt: "${five.value} is small: ${small.result}"}}
            outputs:
              text: $after.value
            """);
    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(output(run, "text")).isEqualTo(new Value.Text("5 is small: true"));
    assertThat(fixture.events(run))
        .containsSubsequence(
            "node-succeeded five", "node-succeeded small", "node-started after", "run-succeeded");
  }

  @Test
  void aBranchIsLeftOutAndTheOtherOneTaken() {
    RunRow run = driven(branching("3"));
    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(output(run, "text")).isEqualTo(new Value.Text("few"));
    assertThat(states(run))
        .contains("many LEFT_OUT", "behind LEFT_OUT", "few SUCCEEDED", "either SUCCEEDED");
    assertThat(run.outputs().orElseThrow()).doesNotContainKey("behind");
  }

  @Test
  void theOtherWayRoundTheFirstCandidateIsTaken() {
    RunRow run = driven(branching("30"));
    assertThat(output(run, "text")).isEqualTo(new Value.Text("many"));
    assertThat(output(run, "behind")).isEqualTo(new Value.Text("behind"));
  }

  @Test
  void whatTheMemoKnowsOfABranchThatIsLeftOutIsNotTaken() {
    driven(branching("30"));
    RunRow run = driven(branching("3"));
    assertThat(output(run, "text")).isEqualTo(new Value.Text("few"));
    assertThat(states(run)).contains("many LEFT_OUT", "behind LEFT_OUT");
  }

  @Test
  void aLoopPutsItsItemsIntoListsInTheirOrder() {
    RunRow run =
        driven(
            """
            graph: g
            nodes:
              each: {type: no-op, for-each: [c, a, b], max-parallel: 2, with: {salt: $item}}
            outputs:
              all: $each.value
            """);
    assertThat(output(run, "all"))
        .isEqualTo(
            new Value.Items(
                List.of(new Value.Text("c"), new Value.Text("a"), new Value.Text("b"))));
  }

  @Test
  void aLoopFailsWithItsItem() {
    RunRow run = driven(loop("fail"));
    assertThat(run.state()).isEqualTo(RunState.FAILED);
    assertThat(run.failure().orElseThrow().message()).isEqualTo("Node each[1]: Broken.");
    assertThat(states(run)).contains("each.value SKIPPED", "after SKIPPED");
  }

  @Test
  void aLoopThatSkipsGoesOnWithoutTheItemThatFailed() {
    RunRow run = driven(loop("skip"));
    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(output(run, "all"))
        .isEqualTo(new Value.Items(List.of(new Value.Text("a"), new Value.Text("c"))));
    assertThat(states(run)).contains("each[1] FAILED", "after SUCCEEDED");
  }

  @Test
  void aLoopThatCollectsComputesEverythingAndThenFailsWithAllReasons() {
    RunRow run = driven(loop("collect"));
    assertThat(run.state()).isEqualTo(RunState.FAILED);
    assertThat(run.failure().orElseThrow().message())
        .contains("1 of 3 items failed", "each[1]", "Broken.");
  }

  @Test
  void aPlanGrowsByWhatIsBehindAListOfTheRun() {
    RunRow run =
        driven(
            """
            graph: g
            nodes:
              list: {type: no-op, with: {salt: "[1, 2, 3]"}}
              beside: {type: no-op, with: {salt: beside}}
              each:
                for-each: $list.value
                nodes:
                  a: {type: no-op, with: {salt: "${item} of ${beside.value}"}}
                  b: {type: no-op, with: {after: $a.value, salt: "after ${item}"}}
                outputs: {b: $b.value}
              last: {type: no-op, with: {after: $each.b, salt: done}}
            outputs:
              all: $each.b
              last: $last.value
            """);
    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(run.nodes()).isEqualTo(14);
    assertThat(CanonicalJson.write(output(run, "all")))
        .isEqualTo("[\"after 1\",\"after 2\",\"after 3\"]");
    assertThat(fixture.events(run)).contains("run-grown", "node-succeeded each[2]/b");
  }

  @Test
  void aListThatIsNoneFailsTheRunWithOneSentence() {
    RunRow run =
        driven(
            """
            graph: g
            nodes:
              list: {type: no-op, with: {salt: "5"}}
              each: {type: no-op, for-each: $list.value, with: {salt: x}}
            outputs:
              all: $each.value
            """);
    assertThat(run.state()).isEqualTo(RunState.FAILED);
    assertThat(run.failure().orElseThrow().message())
        .isEqualTo(
            "Node each.for-each: for-each of node each must go over a list: expected a list, found"
                + " 5.");
  }

  @Test
  void aLongChainOfFunctionsEndsInOneTransaction() {
    StringBuilder graph =
        new StringBuilder(
            """
            graph: g
            nodes:
              zero: {type: no-op, with: {salt: "[0, 1]"}}
              n0: {type: pick, with: {list: $zero.value, index: 0}}
            """);
    for (int node = 1; node <= 400; node++) {
      graph.append(
          "  n%d: {type: pick, with: {list: $zero.value, index: $n%d.item}}\n"
              .formatted(node, node - 1));
    }
    graph.append("outputs:\n  last: $n400.item\n");
    RunRow run = driven(graph.toString());
    assertThat(output(run, "last")).isEqualTo(new Value.Int(0));
    assertThat(
            new Events(fixture.database())
                .from(run.tenant(), run.id(), 1, 10_000).stream()
                    .filter(event -> event.type().equals("node-succeeded"))
                    .map(Events.StoredEvent::at)
                    .distinct())
        .as("the time of an event is that of its transaction")
        .hasSize(1);
  }

  @Test
  void aRecoveredRunSettlesWhatNobodyComputesOnceMore() {
    String graph =
        """
        graph: g
        nodes:
          ten: {type: no-op, with: {salt: "10"}}
          zero: {type: no-op, with: {salt: "0"}}
          never: {type: compare, with: {a: $ten.value, is: less, b: 5}}
          out: {type: compare, when: $never.result, with: {a: $ten.value, is: less, b: 7}}
          ratio: {type: arithmetic, with: {a: $ten.value, do: divide, b: $zero.value}}
          after: {type: no-op, with: {salt: "${ratio.result}"}}
        """;
    RunRow failed = driven(graph);
    assertThat(failed.state()).isEqualTo(RunState.FAILED);
    assertThat(states(failed)).contains("ratio FAILED", "out LEFT_OUT");

    new RecoverRun(fixture.database(), fixture.plans()).recover(fixture.asking(), failed.id());
    RunRow again = driven(fixture.find(failed));

    assertThat(again.state()).as(states(again).toString()).isEqualTo(RunState.FAILED);
    assertThat(states(again)).contains("ratio FAILED", "out LEFT_OUT", "after SKIPPED");
  }

  @Test
  void aRetriedNodeTakesWithItTheMergeBehindItBesideABranchThatWasLeftOut() {
    broken = true;
    RunRow failed =
        driven(
            """
            graph: g
            nodes:
              flag: {type: no-op, with: {salt: "false"}}
              a: {type: no-op, when: $flag.value, with: {salt: a}}
              b: {type: no-op, with: {salt: flaky}}
              either: {merge: [$a.value, $b.value]}
            outputs: {text: $either.value}
            """);
    assertThat(failed.state()).isEqualTo(RunState.FAILED);
    broken = false;
    new RetryNode(fixture.database(), fixture.plans()).retry(fixture.asking(), failed.id(), "b");

    RunRow run = driven(fixture.find(failed));
    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(output(run, "text")).isEqualTo(new Value.Text("flaky"));
  }

  @Test
  void aRunOfKnownValuesAloneEndsWhenItIsPlanned() {
    RunRow run =
        driven(
            """
            graph: g
            nodes:
              numbers: {type: range, with: {to: 3}}
            outputs:
              numbers: $numbers.values
            """);
    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(CanonicalJson.write(output(run, "numbers"))).isEqualTo("[0,1,2]");
  }

  private static String branching(String number) {
    return """
    graph: g
    nodes:
      number: {type: no-op, with: {salt: "%s"}}
      large: {type: compare, with: {a: $number.value, is: greater, b: 10}}
      small: {type: compare, with: {a: $number.value, is: at-most, b: 10}}
      many: {type: no-op, when: $large.result, with: {salt: many}}
      behind: {type: no-op, with: {after: $many.value, salt: behind}}
      few: {type: no-op, when: $small.result, with: {salt: few}}
      either: {merge: [$many.value, $few.value]}
      after: {type: no-op, with: {salt: "${either.value}"}}
    outputs:
      text: $after.value
      behind: $behind.value
    """
        .formatted(number);
  }

  private static String loop(String onError) {
    return """
    graph: g
    nodes:
      each: {type: no-op, for-each: [a, fail, c], on-error: %s, with: {salt: $item}}
      after: {type: no-op, with: {after: $each.value, salt: after}}
    outputs:
      all: $each.value
      after: $after.value
    """
        .formatted(onError);
  }

  /// Does what Temporal and workers do, until nothing happens any more.
  private RunRow driven(String graph) {
    return driven(fixture.plan(graph, 500));
  }

  private RunRow driven(RunRow run) {
    GrowPlan grow = new GrowPlan(fixture.database(), fixture.plans(), _ -> true);
    boolean moves = true;
    while (moves) {
      moves = false;
      for (int node : reachable(run)) {
        moves |= fixture.takeIn(run, node).isEmpty();
      }
      for (Granted granted : fixture.grantAll()) {
        fixture.report(computed(granted));
        moves = true;
      }
      for (GrowPlan.WaitingRun waiting : grow.waiting()) {
        grow.grow(waiting.tenant(), waiting.run());
        moves = true;
      }
    }
    return fixture.find(run);
  }

  /// Planned nodes that a workflow drives and would start now.
  private List<Integer> reachable(RunRow run) {
    List<NodeRunRow> rows = rows(run);
    Plan plan = new NodeRuns(fixture.database(), fixture.plans()).plan(run.tenant(), run.id());
    BitSet ended = new BitSet();
    rows.stream().filter(row -> row.state().ended()).forEach(row -> ended.set(row.node()));
    List<Integer> reachable = new ArrayList<>();
    for (NodeRunRow row : rows) {
      boolean isDriven = !plan.nodes().get(row.node()).kind().isImmediate();
      boolean isFree =
          plan.nodes().get(row.node()).predecessors().stream()
              .allMatch(from ->
                  ended.get(from)
                      || plan.nodes().get(row.node()).isHeldBackBy(plan.nodes().get(from)));
      if (row.state() == NodeState.PLANNED && isDriven && isFree) {
        reachable.add(row.node());
      }
    }
    return reachable;
  }

  private Report computed(Granted granted) {
    String salt =
        granted.request().parameters().fields().get("salt") instanceof Value.Text(String text)
            ? text
            : "";
    if (salt.equals("fail") || (broken && salt.equals("flaky"))) {
      return new Report.Failed(
          fixture.lease(granted), Failure.user("broken", "Broken."), Seconds.NONE, "");
    }
    return fixture.done(granted, new PortValue.Inline(json(salt)));
  }

  private static Value json(String text) {
    try {
      return CanonicalJson.parse(text);
    } catch (UnreadableJsonException noJson) {
      return new Value.Text(text);
    }
  }

  private static Value output(RunRow run, String name) {
    SequencedMap<String, PortValue> outputs = run.outputs().orElseThrow();
    return Optional.ofNullable(outputs.get(name)).orElseThrow()
            instanceof PortValue.Inline(Value value)
        ? value
        : new Value.Nothing();
  }

  private List<NodeRunRow> rows(RunRow run) {
    return new NodeRuns(fixture.database(), fixture.plans()).list(run.tenant(), run.id());
  }

  private List<String> states(RunRow run) {
    return rows(run).stream().map(row -> row.name() + " " + row.state()).toList();
  }
}
