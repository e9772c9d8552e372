package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.work.Granted;
import org.cinegraph.proto.v1.NodePreview;
import org.cinegraph.proto.v1.NodeProgress;
import org.cinegraph.proto.v1.RunEvent;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.cinegraph.proto.v1.WatchRunResponse;
import org.cinegraph.scheduler.progress.WorkNews;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchRunTest {
  private static final String CHAIN =
      """
      graph: chain
      nodes:
        a: {type: no-op, with: {salt: a}}
        b: {type: no-op, with: {after: $a.value, salt: b}}
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
  void everyEventComesOnceInOrderAndTheWatchEndsAfterTheLast() {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    Iterator<WatchRunResponse> watch = watch(run, 1);
    List<RunEvent> events = new ArrayList<>();
    events.add(nextEvent(watch));
    compute(run, 0);
    compute(run, 1);
    watch.forEachRemaining(response -> {
      if (response.hasEvent()) {
        events.add(response.getEvent());
      }
    });

    assertThat(events)
        .extracting(event -> (event.getType() + " " + event.getNode()).strip())
        .containsExactly(
            "run-submitted",
            "run-planned",
            "node-started a",
            "node-succeeded a",
            "node-started b",
            "node-succeeded b",
            "run-succeeded");
    assertThat(events)
        .extracting(RunEvent::getNumber)
        .isEqualTo(LongStream.rangeClosed(1, 7).boxed().toList());
  }

  @Test
  void moreThanIsKeptInMemoryMayHappenAtOnce() {
    int nodes = 5_000;
    String fan =
        IntStream.range(0, nodes)
            .mapToObj("  n%1$d: {type: no-op, with: {salt: '%1$d'}}\n"::formatted)
            .collect(Collectors.joining("", "graph: fan\nnodes:\n", ""));
    RunRow run = fixture.runs.plan(fan, 500);
    Iterator<WatchRunResponse> watch = watch(run, 1);
    List<Long> numbers = new ArrayList<>();
    numbers.add(nextEvent(watch).getNumber());
    numbers.add(nextEvent(watch).getNumber());
    fixture.runs.stop(run, false);
    watch.forEachRemaining(response -> {
      if (response.hasEvent()) {
        numbers.add(response.getEvent().getNumber());
      }
    });

    assertThat(numbers).hasSizeGreaterThan(nodes);
    assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
  }

  @Test
  void aWatchMayBeginInTheMiddleOfARunThatHasEnded() {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    compute(run, 0);
    compute(run, 1);
    List<Long> numbers = new ArrayList<>();
    watch(run, 6).forEachRemaining(response -> numbers.add(response.getEvent().getNumber()));

    assertThat(numbers).containsExactly(6L, 7L);
    assertThat(watch(run, 8).hasNext()).isFalse();
  }

  @Test
  void progressAndPicturesOfAWorkComeUnderTheNameOfItsNode() {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    fixture.runs.takeIn(run, 0);
    Granted granted = fixture.runs.grantAll().getFirst();
    fixture.progress.publish(new WorkNews.Progressed(granted.work(), 3, 8, "run"));
    Iterator<WatchRunResponse> watch =
        fixture.control().watchRun(request(run, 1).toBuilder().setPreviews(true).build());

    assertThat(nextProgress(watch))
        .isEqualTo(
            NodeProgress.newBuilder().setNode("a").setStep(3).setSteps(8).setPhase("run").build());
    fixture.progress.publish(
        new WorkNews.Previewed(granted.work(), "image/png", ByteString.copyFromUtf8("picture")));
    assertThat(nextPreview(watch).getPicture().toStringUtf8()).isEqualTo("picture");
  }

  @Test
  void whyANodeWaitsIsToldToItsWatchers() {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    fixture.runs.takeIn(run, 0);
    fixture.nobodyOffers(fixture.runs.waiting().getFirst().work());
    Iterator<WatchRunResponse> watch = watch(run, 1);

    assertThat(nextProgress(watch))
        .isEqualTo(
            NodeProgress.newBuilder()
                .setNode("a")
                .setWaitsFor("waits for no-op version 1; connected workers offer version 2")
                .build());
  }

  @Test
  void newsOfAWorkThatTheRunDoesNotWaitForAreNotTold() {
    RunNews news = new RunNews(fixture.progress, true, () -> {});
    java.util.UUID work = java.util.UUID.randomUUID();
    news.accept(new WorkNews.Progressed(java.util.UUID.randomUUID(), 1, 2, "run"));
    assertThat(news.drain()).isEmpty();

    news.learn(work, "a");
    news.accept(new WorkNews.Progressed(work, 1, 8, "run"));
    news.accept(new WorkNews.Progressed(work, 2, 8, "run"));
    assertThat(news.drain())
        .extracting(response -> response.getProgress().getStep())
        .containsExactly(2);
    assertThat(news.drain()).isEmpty();
  }

  @Test
  void aRunThatThereIsNotAndANumberThatThereIsNotAreRefused() {
    RunRow run = fixture.runs.plan(CHAIN, 10);
    WatchRunRequest unknown =
        request(run, 1).toBuilder().setRunId(WriteIds.bytes(new java.util.UUID(1, 2))).build();

    assertThat(refused(unknown).getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refused(unknown).getStatus().getDescription())
        .isEqualTo("There is no run 00000000-0000-0001-0000-000000000002");
    assertThat(refused(request(run, 0)).getStatus().getDescription())
        .isEqualTo("from must be at least 1, found 0");
  }

  private void compute(RunRow run, int node) {
    fixture.runs.takeIn(run, node);
    fixture.runs.grantAll().forEach(granted -> fixture.runs.report(fixture.runs.done(granted)));
  }

  private Iterator<WatchRunResponse> watch(RunRow run, long from) {
    return fixture.control().watchRun(request(run, from));
  }

  private static WatchRunRequest request(RunRow run, long from) {
    return WatchRunRequest.newBuilder().setRunId(WriteIds.bytes(run.id())).setFrom(from).build();
  }

  private StatusRuntimeException refused(WatchRunRequest request) {
    return catchThrowableOfType(
        StatusRuntimeException.class, () -> fixture.control().watchRun(request).hasNext());
  }

  private static RunEvent nextEvent(Iterator<WatchRunResponse> watch) {
    WatchRunResponse response = watch.next();
    return response.hasEvent() ? response.getEvent() : nextEvent(watch);
  }

  private static NodeProgress nextProgress(Iterator<WatchRunResponse> watch) {
    WatchRunResponse response = watch.next();
    return response.hasProgress() ? response.getProgress() : nextProgress(watch);
  }

  private static NodePreview nextPreview(Iterator<WatchRunResponse> watch) {
    WatchRunResponse response = watch.next();
    return response.hasPreview() ? response.getPreview() : nextPreview(watch);
  }
}
