package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.Map;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.proto.v1.DiffRunsRequest;
import org.cinegraph.proto.v1.DiffRunsResponse;
import org.cinegraph.proto.v1.NodeDifference;
import org.cinegraph.proto.v1.RunOptions;
import org.cinegraph.proto.v1.SubmitRunResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where runs differ, of what they were given and of what their memo keys are made.
class DiffCallsTest {
  private static final String CHAIN =
      """
      graph: chain
      nodes:
        a: {type: no-op, with: {salt: one}}
        b: {type: no-op, with: {after: $a.value, salt: b}}
        apart: {type: no-op, with: {salt: apart}}
      """;

  @TempDir private Path folder = Path.of("");
  private ControlFixture fixture;

  @BeforeEach
  void start() {
    fixture = new ControlFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void whatADifferenceBeganWithIsToldFromWhatFollowsFromIt() {
    RunRow before = fixture.runs.plan(CHAIN, 10);
    RunRow now = fixture.runs.plan(CHAIN.replace("one", "two"), 10);

    DiffRunsResponse diff = diff(before, now);

    assertThat(diff.getNodesList()).extracting(NodeDifference::getName).containsExactly("a", "b");
    NodeDifference cause = diff.getNodes(0);
    assertThat(cause.getBehindList()).isEmpty();
    assertThat(cause.getIngredientsList())
        .singleElement()
        .satisfies(ingredient -> {
          assertThat(ingredient.getName()).isEqualTo("parameter salt");
          assertThat(ingredient.getBefore()).isEqualTo("\"one\"");
          assertThat(ingredient.getNow()).isEqualTo("\"two\"");
        });
    assertThat(diff.getNodes(1).getBehindList()).containsExactly("a");
    assertThat(diff.getNodes(1).getIngredientsList()).isEmpty();
    assertThat(diff.getSameNodes()).isEqualTo(1);
  }

  @Test
  void aRunDoesNotDifferFromItself() {
    RunRow run = fixture.runs.plan(CHAIN, 10);

    DiffRunsResponse diff = diff(run, run);

    assertThat(diff.getNodesList()).isEmpty();
    assertThat(diff.getInputsList()).isEmpty();
    assertThat(diff.getSameNodes()).isEqualTo(3);
  }

  @Test
  void nodesOfOneRunAloneAreNamed() {
    RunRow before = fixture.runs.plan(CHAIN, 10);
    RunRow now = fixture.runs.plan(CHAIN.replace("apart:", "other:"), 10);

    DiffRunsResponse diff = diff(before, now);

    assertThat(diff.getNodesList())
        .extracting(NodeDifference::getName, NodeDifference::getOnlyNow)
        .containsExactly(tuple("other", true), tuple("apart", false));
    assertThat(diff.getNodes(1).getOnlyBefore()).isTrue();
  }

  @Test
  void aRunWithoutAPlanIsRefusedByName() {
    SubmitRunResponse submitted =
        fixture
            .control()
            .submitRun(
                ControlFixture.submission("k", CHAIN, Map.of()).toBuilder()
                    .setOptions(RunOptions.newBuilder().setOnly("a"))
                    .build());
    DiffRunsRequest request =
        DiffRunsRequest.newBuilder()
            .setBefore(submitted.getRun().getRunId())
            .setNow(submitted.getRun().getRunId())
            .build();

    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> fixture.control().diffRuns(request));

    assertThat(refused).hasMessageContaining("has no plan that it could be compared by");
  }

  private DiffRunsResponse diff(RunRow before, RunRow now) {
    return fixture
        .control()
        .diffRuns(
            DiffRunsRequest.newBuilder()
                .setBefore(WriteIds.bytes(before.id()))
                .setNow(WriteIds.bytes(now.id()))
                .build());
  }
}
