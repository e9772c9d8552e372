package org.cinegraph.server.api;

import static java.util.stream.Collectors.joining;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.cinegraph.db.run.Attempts;
import org.cinegraph.db.run.Attempts.AttemptRow;
import org.cinegraph.db.run.FoldedNodes;
import org.cinegraph.db.run.NodeRuns;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.db.run.RunFilter;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.Runs;
import org.cinegraph.db.run.Timelines;
import org.cinegraph.db.run.Timelines.Timeline;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.proto.v1.AttemptLog;
import org.cinegraph.proto.v1.GetNodeLogRequest;
import org.cinegraph.proto.v1.GetNodeLogResponse;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.ListRunsRequest;
import org.cinegraph.proto.v1.ListRunsResponse;
import org.cinegraph.proto.v1.ModelPackage;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.scheduler.wire.ReadWire;
import org.cinegraph.scheduler.wire.WriteWire;

/// Runs: look at them.
final class RunCalls {
  private static final int NAMED_NODES = 20;

  private final Runs runs;
  private final NodeRuns nodes;
  private final FoldedNodes folded;
  private final Attempts attempts;
  private final Timelines timelines;
  private final WireGroups groups;

  RunCalls(
      Runs runs,
      NodeRuns nodes,
      FoldedNodes folded,
      Attempts attempts,
      Timelines timelines,
      WireGroups groups) {
    this.runs = runs;
    this.nodes = nodes;
    this.folded = folded;
    this.attempts = attempts;
    this.timelines = timelines;
    this.groups = groups;
  }

  /// @throws RefusedCall there is none
  RunRow find(UUID tenant, ByteString id) {
    UUID run = ReadWire.id("run_id", id);
    return runs.find(tenant, run)
        .orElseThrow(() -> RefusedCall.notFound("run-unknown", "There is no run " + run));
  }

  GetRunResponse get(UUID tenant, GetRunRequest request) {
    RunRow run = find(tenant, request.getRunId());
    GetRunResponse.Builder response =
        GetRunResponse.newBuilder()
            .setRun(WireRun.summary(run))
            .setOptions(WireRun.options(run))
            .addAllInputs(WriteWire.values(run.inputs()));
    if (!request.getWithoutNodes()) {
      addNodes(response, run);
    }
    run.outputs().ifPresent(outputs -> response.addAllOutputs(WriteWire.values(outputs)));
    run.plan()
        .map(_ -> nodes.plan(tenant, run.id()))
        .ifPresent(plan -> response.addAllModelPackages(packages(plan)));
    return response.build();
  }

  private void addNodes(GetRunResponse.Builder response, RunRow run) {
    Timeline timeline = timelines.of(run.tenant(), run.id());
    for (NodeRunRow row : nodes.list(run.tenant(), run.id())) {
      NodeRun.Builder node = groups.node(run, row).toBuilder();
      Optional.ofNullable(timeline.nodes().get(row.name()))
          .ifPresent(times -> node.setPhases(WireTimes.phases(times, timeline.now())));
      response.addNodes(node);
    }
  }

  ListRunsResponse list(UUID tenant, ListRunsRequest request) {
    int size = Pages.size(request.getPageSize());
    List<RunRow> page = runs.list(tenant, filter(request), before(request.getPageToken()), size);
    ListRunsResponse.Builder response = ListRunsResponse.newBuilder();
    page.forEach(run -> response.addRuns(WireRun.summary(run)));
    if (page.size() == size) {
      response.setNextPageToken(page.getLast().id().toString());
    }
    return response.build();
  }

  private static RunFilter filter(ListRunsRequest request) {
    return new RunFilter(
        request.getStatesList().stream().map(WireRun::read).toList(),
        Optional.of(request.getGraph()).filter(graph -> !graph.isEmpty()),
        request.hasSubmittedSince()
            ? Optional.of(WireTime.read("submitted_since", request.getSubmittedSince()))
            : Optional.empty(),
        request.getPaused());
  }

  GetNodeLogResponse log(UUID tenant, GetNodeLogRequest request) {
    RunRow run = find(tenant, request.getRunId());
    List<AttemptRow> found = attempts.ofNode(tenant, run.id(), request.getNode());
    if (found.isEmpty()) {
      requireNode(tenant, run, request.getNode());
    }
    GetNodeLogResponse.Builder response = GetNodeLogResponse.newBuilder();
    found.forEach(attempt -> response.addAttempts(log(attempt)));
    return response.build();
  }

  /// @throws RefusedCall the run has no such node
  void requireNode(UUID tenant, RunRow run, String node) {
    NodeRunRow _ = node(tenant, run, node);
  }

  /// @throws RefusedCall the run has no such node
  NodeRunRow node(UUID tenant, RunRow run, String node) {
    return nodes
        .find(tenant, run.id(), node)
        .orElseThrow(() ->
            RefusedCall.notFound(
                "node-unknown",
                "Run %s has no node %s; it has %s".formatted(run.id(), node, some(tenant, run))));
  }

  private String some(UUID tenant, RunRow run) {
    List<String> names =
        folded.nodes(tenant, run.id(), "", false, -1, NAMED_NODES + 1).stream()
            .flatMap(line -> line.node().stream())
            .map(NodeRunRow::name)
            .toList();
    String named = names.stream().limit(NAMED_NODES).collect(joining(", "));
    return names.isEmpty() ? "none yet" : names.size() > NAMED_NODES ? named + ", ..." : named;
  }

  private static AttemptLog log(AttemptRow attempt) {
    AttemptLog.Builder log =
        AttemptLog.newBuilder()
            .setFence(attempt.fence())
            .setWorker(attempt.worker())
            .setOutcome(attempt.outcome())
            .setLog(attempt.log())
            .setStartedAt(WireTime.of(attempt.startedAt()));
    attempt.endedAt().ifPresent(at -> log.setEndedAt(WireTime.of(at)));
    return log.build();
  }

  /// The packages that the plan pins, by name.
  private static List<ModelPackage> packages(Plan plan) {
    TreeMap<String, ModelPackage> packages = new TreeMap<>();
    plan.nodes()
        .forEach(node ->
            node.modelPackages()
                .values()
                .forEach(pin ->
                    packages.put(
                        pin.name(),
                        ModelPackage.newBuilder()
                            .setName(pin.name())
                            .setDigest(WriteWire.digest(pin.digest()))
                            .build())));
    return new ArrayList<>(packages.values());
  }

  private static Optional<UUID> before(String token) {
    try {
      return token.isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(token));
    } catch (IllegalArgumentException e) {
      throw Pages.badToken(token);
    }
  }
}
