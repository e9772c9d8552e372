package org.cinegraph.db.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A list that is too long shows when it is there.
class FanOutLimitTest {
  private final RunFixture fixture = new RunFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aListOfTheRunThatIsTooLongFailsTheLoopWithItsNumberAndTheLimit() {
    RunRow run =
        fixture.plan(
            """
            graph: g
            nodes:
              list: {type: no-op, with: {salt: x}}
              each: {for-each: $list.value, type: no-op, with: {salt: "${index}"}}
              after: {type: no-op, with: {after: $each.value}}
            """,
            100);
    fixture.takeIn(run, 0);
    Value tooMany =
        new Value.Items(Collections.nCopies(GraphLimits.ITEMS + 1, new Value.Bool(true)));
    fixture
        .grantAll()
        .forEach(granted -> fixture.report(fixture.done(granted, new PortValue.Inline(tooMany))));
    fixture.takeIn(run, 1);
    new GrowPlan(fixture.database(), fixture.plans(), _ -> true).grow(run.tenant(), run.id());

    RunRow ended = fixture.find(run);
    assertThat(ended.state()).isEqualTo(RunState.FAILED);
    assertThat(ended.failure().orElseThrow().message())
        .isEqualTo(
            "Node each.for-each: Node each has too many items: expected at most 50000, found"
                + " 50001.");
    assertThat(new NodeRuns(fixture.database(), fixture.plans()).list(run.tenant(), run.id()))
        .extracting(NodeRunRow::name)
        .containsExactly("list", "each.for-each");
  }
}
