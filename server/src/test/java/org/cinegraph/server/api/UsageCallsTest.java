package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.proto.v1.ListUsageRequest;
import org.cinegraph.proto.v1.UsageBy;
import org.cinegraph.proto.v1.UsageSum;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageCallsTest {
  @TempDir private Path folder = Path.of("");
  private ControlFixture fixture;
  private RunRow run;

  @BeforeEach
  void compute() {
    fixture = new ControlFixture(folder);
    run = fixture.runs.plan("graph: g\nnodes:\n  a: {type: no-op, with: {salt: one}}\n", 10);
    fixture.runs.takeIn(run, 0);
    Granted granted = fixture.runs.grantAll().getFirst();
    fixture.runs.report(
        new Report.Done(
            fixture.runs.lease(granted),
            fixture.runs.done(granted).outputs(),
            new Seconds(0.5, 2, 7, 0.25),
            "",
            false));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void whatAnAttemptCostIsToldByPhaseForItsRunAndItsType() {
    UsageSum sum =
        UsageSum.newBuilder()
            .setAttempts(1)
            .setFetchSeconds(0.5)
            .setLoadSeconds(2)
            .setRunSeconds(7)
            .setStoreSeconds(0.25)
            .build();

    assertThat(list(ListUsageRequest.newBuilder()))
        .containsExactly(sum.toBuilder().setOf(run.id().toString()).build());
    assertThat(list(ListUsageRequest.newBuilder().setBy(UsageBy.USAGE_BY_TYPE)))
        .containsExactly(sum.toBuilder().setOf("no-op").build());
    assertThat(list(ListUsageRequest.newBuilder().setBy(UsageBy.USAGE_BY_MODEL)))
        .containsExactly(sum);
  }

  @Test
  void whatEndedBeforeTheGivenTimeIsLeftOut() {
    Timestamp tomorrow =
        Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond() + 86_400).build();

    assertThat(list(ListUsageRequest.newBuilder().setSince(tomorrow))).isEmpty();
  }

  @Test
  void whatCannotBeAddedUpIsRefusedInOneSentence() {
    assertThatThrownBy(() -> list(ListUsageRequest.newBuilder().setByValue(9)))
        .hasMessage("INVALID_ARGUMENT: by must be a run, a type, a model or a device, found 9");
  }

  private List<UsageSum> list(ListUsageRequest.Builder request) {
    return fixture.control().listUsage(request.build()).getSumsList();
  }
}
