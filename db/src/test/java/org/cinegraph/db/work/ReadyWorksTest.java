package org.cinegraph.db.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.RunRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadyWorksTest {
  private static final WorkQueue.Kind NO_OP =
      new WorkQueue.Kind(RunFixture.NO_OP.type(), RunFixture.NO_OP.version(), RunFixture.PROGRAM);

  private final RunFixture fixture = new RunFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aLongRunDoesNotHideTheWorksOfALaterOne() {
    RunRow large = waiting("large", 30);
    RunRow small = waiting("small", 2);

    assertThat(runs(6))
        .containsExactly(large.id(), small.id(), large.id(), small.id(), large.id(), large.id());
  }

  @Test
  void whatNoWorkerOffersDoesNotStandBeforeWhatOneDoes() {
    waiting("large", 30);
    WorkQueue.Kind unknown = new WorkQueue.Kind("no-op", 99, RunFixture.PROGRAM);

    assertThat(new WorkQueue(fixture.database()).ready(List.of(unknown), 5)).isEmpty();
    assertThat(new WorkQueue(fixture.database()).ready(List.of(unknown, NO_OP), 5)).hasSize(5);
  }

  private RunRow waiting(String name, int nodes) {
    String graph =
        IntStream.range(0, nodes)
            .mapToObj(node ->
                "  n%1$d: {type: no-op, with: {salt: \"%2$s %1$d\"}}\n".formatted(node, name))
            .collect(Collectors.joining("", "graph: " + name + "\nnodes:\n", ""));
    RunRow run = fixture.plan(graph, nodes);
    IntStream.range(0, nodes).forEach(node -> fixture.takeIn(run, node));
    return run;
  }

  private List<UUID> runs(int limit) {
    return new WorkQueue(fixture.database())
        .ready(List.of(NO_OP), limit).stream().map(QueuedWork::run).toList();
  }
}
