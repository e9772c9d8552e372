package org.cinegraph.server.api;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.run.ExplainKey;
import org.cinegraph.db.run.ExplainKey.Explanation;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.db.run.NodeTimes;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.Timelines;
import org.cinegraph.db.work.QueuePlace;
import org.cinegraph.db.work.QueuePlace.WaitingNode;
import org.cinegraph.graph.plan.MemoKey.Ingredient;
import org.cinegraph.proto.v1.ExplainNodeRequest;
import org.cinegraph.proto.v1.ExplainNodeResponse;
import org.cinegraph.proto.v1.KeyDifference;
import org.cinegraph.proto.v1.KeyIngredient;
import org.cinegraph.proto.v1.NodeReference;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.scheduler.progress.ProgressBoard;
import org.cinegraph.scheduler.progress.WorkNews;
import org.cinegraph.scheduler.wire.WriteWire;

/// Why a node stands as it stands: why it waits, and why it has the memo key that it has.
final class ExplainCalls {
  private final RunCalls runs;
  private final Timelines timelines;
  private final ExplainKey keys;
  private final QueuePlace queue;
  private final ExplainWait waits;
  private final WireNodes wireNodes;
  private final ProgressBoard progress;

  ExplainCalls(
      RunCalls runs,
      Timelines timelines,
      ExplainKey keys,
      QueuePlace queue,
      ExplainWait waits,
      WireNodes wireNodes,
      ProgressBoard progress) {
    this.runs = runs;
    this.timelines = timelines;
    this.keys = keys;
    this.queue = queue;
    this.waits = waits;
    this.wireNodes = wireNodes;
    this.progress = progress;
  }

  ExplainNodeResponse explain(UUID tenant, ExplainNodeRequest request) {
    RunRow run = runs.find(tenant, request.getRunId());
    NodeRunRow row = runs.node(tenant, run, request.getNode());
    ExplainNodeResponse.Builder response =
        ExplainNodeResponse.newBuilder().setNode(wireNodes.of(row, run.state().ended()));
    waits.of(run, row).ifPresent(response::setWait);
    if (!row.state().ended()) {
      row.work().ifPresent(work -> addWork(response, tenant, run, row, work));
    }
    Optional.ofNullable(timelines.of(tenant, run.id(), List.of(row.node())).nodes().get(row.name()))
        .map(NodeTimes::attempts)
        .ifPresent(all -> all.forEach(each -> response.addAttempts(WireTimes.attempt(each))));
    addKey(response, keys.explain(run, row.node(), row.memoKey()));
    return response.build();
  }

  private void addWork(
      ExplainNodeResponse.Builder response, UUID tenant, RunRow run, NodeRunRow row, UUID work) {
    if (row.leased()) {
      progress.of(work).map(WorkNews.Progressed::phase).ifPresent(response::setPhase);
    }
    queue.waiters(tenant, work).stream()
        .filter(waiter -> !(waiter.run().equals(run.id()) && waiter.node().equals(row.name())))
        .forEach(waiter -> response.addSharedWith(reference(waiter)));
  }

  private static void addKey(ExplainNodeResponse.Builder response, Explanation key) {
    for (Ingredient ingredient : key.ingredients()) {
      response.addIngredients(
          KeyIngredient.newBuilder()
              .setName(ingredient.name())
              .setValue(ingredient.value())
              .setReason(ingredient.reason())
              .setChanged(key.changed().contains(ingredient.name())));
    }
    key.same().ifPresent(earlier -> response.setSameKey(reference(earlier)));
    key.nearest().ifPresent(earlier -> response.setNearest(reference(earlier)));
    key.differences()
        .forEach(difference ->
            response.addDifferences(
                KeyDifference.newBuilder()
                    .setNode(difference.node())
                    .setIngredient(difference.ingredient())
                    .setBefore(difference.before().orElse(""))
                    .setNow(difference.now().orElse(""))));
  }

  static NodeReference reference(WaitingNode waiter) {
    return NodeReference.newBuilder()
        .setRunId(WriteWire.id(waiter.run()))
        .setGraph(waiter.graph())
        .setNode(waiter.node())
        .setState(NodeState.NODE_STATE_WAITING)
        .setSubmittedAt(WireTime.of(waiter.submittedAt()))
        .build();
  }

  private static NodeReference reference(ExplainKey.Earlier earlier) {
    return NodeReference.newBuilder()
        .setRunId(WriteWire.id(earlier.run()))
        .setGraph(earlier.graph())
        .setNode(earlier.node())
        .setState(WireNodes.state(earlier.state()))
        .setSubmittedAt(WireTime.of(earlier.submittedAt()))
        .build();
  }
}
