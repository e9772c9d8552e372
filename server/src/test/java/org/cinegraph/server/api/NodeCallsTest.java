package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.proto.v1.ExplainNodeRequest;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetTimelineRequest;
import org.cinegraph.proto.v1.GetTimelineResponse;
import org.cinegraph.proto.v1.ListNodesRequest;
import org.cinegraph.proto.v1.ListNodesResponse;
import org.cinegraph.proto.v1.NodeGroup;
import org.cinegraph.proto.v1.NodeLine;
import org.cinegraph.proto.v1.NodeTimeline;
import org.cinegraph.proto.v1.WaitKind;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.cinegraph.proto.v1.WatchRunResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run that is shown folded, and what explain says of nodes that no worker computes.
class NodeCallsTest {
  private static final String GRAPH =
      """
      graph: folds
      nodes:
        list: {type: no-op, with: {salt: "[1, 2]"}}
        each: {type: no-op, for-each: [a, b, c], max-parallel: 1, with: {salt: $item}}
        late: {type: no-op, for-each: $list.value, with: {salt: "${item}"}}
        judged: {approve: Good?, with: {value: $list.value}}
        more: {type: compare, with: {a: $list.value, is: equal, b: 3}}
        yes: {type: no-op, when: $more.result, with: {salt: yes}}
        either: {merge: [$yes.value, $list.value]}
      outputs:
        all: $each.value
        late: $late.value
        judged: $judged.value
        either: $either.value
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
  void aRunIsListedFoldedPageByPageAndOpenedOnRequest() {
    RunRow run = fixture.runs.plan(GRAPH, 100);
    ListNodesResponse first = list(run, ListNodesRequest.newBuilder().setPageSize(3));
    ListNodesResponse second =
        list(
            run,
            ListNodesRequest.newBuilder().setPageSize(50).setPageToken(first.getNextPageToken()));
    assertThat(first.getLinesCount()).isEqualTo(3);
    assertThat(second.getNextPageToken()).isEmpty();
    assertThat(second.hasCounts()).isFalse();
    assertThat(first.getCounts().getAll()).isEqualTo(8);
    assertThat(paths(first.getLinesList(), second.getLinesList()))
        .containsExactlyInAnyOrder("list", "each", "late", "judged", "more", "yes", "either");
    assertThat(paths(list(run, ListNodesRequest.newBuilder().setParent("each")).getLinesList()))
        .containsExactly("each[0]", "each[1]", "each[2]");
    assertThat(
            paths(
                list(run, ListNodesRequest.newBuilder().setAll(true).setInternal(true))
                    .getLinesList()))
        .contains("each[0].lane", "late.for-each");
    assertThatThrownBy(() -> list(run, ListNodesRequest.newBuilder().setParent("nobody")))
        .hasMessageContaining("has nothing of the name nobody");
    assertThat(
            fixture
                .control()
                .getRun(
                    GetRunRequest.newBuilder()
                        .setRunId(WriteIds.bytes(run.id()))
                        .setWithoutNodes(true)
                        .build())
                .getNodesCount())
        .isZero();
  }

  @Test
  void aWatcherOfGroupsIsToldHowTheyEnded() {
    RunRow run = fixture.runs.plan(GRAPH, 100);
    fixture.runs.stop(run, true);
    List<NodeGroup> groups =
        list(
                fixture
                    .control()
                    .watchRun(
                        WatchRunRequest.newBuilder()
                            .setRunId(WriteIds.bytes(run.id()))
                            .setFrom(1)
                            .setGroups(true)
                            .build()))
            .stream()
            .filter(WatchRunResponse::hasGroup)
            .map(WatchRunResponse::getGroup)
            .toList();
    assertThat(groups).extracting(NodeGroup::getPath).containsExactlyInAnyOrder("each", "late");
    assertThat(groups.stream().filter(it -> it.getPath().equals("each")).findFirst())
        .get()
        .satisfies(each -> assertThat(each.getLines().getStopped()).isEqualTo(3));
  }

  @Test
  void aTimelineIsFoldedToo() {
    RunRow run = fixture.runs.plan(GRAPH, 100);
    GetTimelineRequest.Builder request =
        GetTimelineRequest.newBuilder().setRunId(WriteIds.bytes(run.id())).setFolded(true);
    GetTimelineResponse folded = fixture.control().getTimeline(request.build());
    assertThat(folded.getNodesList())
        .extracting(NodeTimeline::getName)
        .containsExactlyInAnyOrder("list", "each", "judged", "more", "yes", "either");
    NodeTimeline each =
        folded.getNodesList().stream()
            .filter(line -> line.getName().equals("each"))
            .findFirst()
            .orElseThrow();
    assertThat(each.getType()).isEqualTo("for-each");
    assertThat(each.getGroup().getWaiting()).isEqualTo(3);
    assertThat(fixture.control().getTimeline(request.setParent("each").build()).getNodesList())
        .extracting(NodeTimeline::getName)
        .containsExactly("each[0]", "each[1]", "each[2]");
  }

  @Test
  void whatNoWorkerComputesSaysWhatItWaitsFor() {
    RunRow run = fixture.runs.plan(GRAPH, 100);
    assertThat(words(run, "late.for-each"))
        .isEqualTo("waits for the list that it goes over, from list");
    assertThat(words(run, "each[1]"))
        .isEqualTo(
            "waits for a free lane of its loop (max-parallel): it begins when each[0] has ended");
    assertThat(words(run, "each[0].lane")).isEqualTo("waits for the nodes of its item: each[0]");
    assertThat(words(run, "each.value"))
        .isEqualTo(
            "waits for items of its loop, of which 3 are not done: each[0], each[1], each[2]");
    assertThat(words(run, "judged"))
        .isEqualTo("asks a person as soon as what it shows is there: list");
    assertThat(words(run, "more"))
        .isEqualTo("waits for what it is a function of: list; no worker computes it");
    assertThat(words(run, "either"))
        .startsWith("waits until it is known which of its values come to be: ");
  }

  private String words(RunRow run, String node) {
    var wait =
        fixture
            .control()
            .explainNode(
                ExplainNodeRequest.newBuilder()
                    .setRunId(WriteIds.bytes(run.id()))
                    .setNode(node)
                    .build())
            .getWait();
    assertThat(wait.getKind()).isEqualTo(WaitKind.WAIT_KIND_INPUTS);
    return wait.getWords();
  }

  private ListNodesResponse list(RunRow run, ListNodesRequest.Builder request) {
    return fixture.control().listNodes(request.setRunId(WriteIds.bytes(run.id())).build());
  }

  private static <T> List<T> list(java.util.Iterator<T> all) {
    List<T> list = new java.util.ArrayList<>();
    all.forEachRemaining(list::add);
    return list;
  }

  @SafeVarargs
  private static List<String> paths(List<NodeLine>... pages) {
    return java.util.Arrays.stream(pages)
        .flatMap(List::stream)
        .map(line -> line.hasGroup() ? line.getGroup().getPath() : line.getNode().getName())
        .toList();
  }
}
