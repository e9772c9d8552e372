package org.cinegraph.server.api;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.cinegraph.db.run.NodeRuns;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.db.run.NodeState;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.work.QueuePlace;
import org.cinegraph.db.work.QueuePlace.Place;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.proto.v1.NodeWait;
import org.cinegraph.proto.v1.WaitKind;
import org.cinegraph.proto.v1.WorkAhead;
import org.cinegraph.scheduler.placement.WaitReason;
import org.cinegraph.scheduler.progress.WaitReasons;

/// Why a node is not computed now. What the leader alone knows is said by the one that leads.
final class ExplainWait {
  private final NodeRuns nodes;
  private final QueuePlace queue;
  private final WaitReasons reasons;
  private final BooleanSupplier leads;

  ExplainWait(NodeRuns nodes, QueuePlace queue, WaitReasons reasons, BooleanSupplier leads) {
    this.nodes = nodes;
    this.queue = queue;
    this.reasons = reasons;
    this.leads = leads;
  }

  /// @return empty: it does not wait
  Optional<NodeWait> of(RunRow run, NodeRunRow row) {
    if (row.state().ended() || row.leased()) {
      return Optional.empty();
    }
    if (row.asksSomebody()) {
      return Optional.of(
          said(
              NodeWait.newBuilder(),
              WaitKind.WAIT_KIND_PERSON,
              AskingWords.of(nodes.plan(run.tenant(), run.id()).nodes().get(row.node()))));
    }
    if (row.state() != NodeState.WAITING || row.work().isEmpty()) {
      return Optional.of(before(run, row));
    }
    UUID work = row.work().get();
    Place place = queue.of(run.tenant(), work);
    NodeWait.Builder wait = NodeWait.newBuilder();
    place.notBefore().ifPresent(at -> wait.setNotBefore(WireTime.of(at)));
    if (row.held()) {
      return Optional.of(
          said(wait, WaitKind.WAIT_KIND_PAUSED, "waits for its run to be resumed; it is paused"));
    }
    if (row.backsOff()) {
      return Optional.of(
          said(
              wait,
              WaitKind.WAIT_KIND_BACKOFF,
              "waits before its next attempt; the one before it failed"
                  + RaisedWords.of(place.request())));
    }
    return Optional.of(placed(wait, place, reasons.of(work)));
  }

  private NodeWait before(RunRow run, NodeRunRow row) {
    Plan plan = nodes.plan(run.tenant(), run.id());
    List<NodeRunRow> open =
        nodes.some(run.tenant(), run.id(), plan.nodes().get(row.node()).predecessors()).stream()
            .filter(producer -> !producer.state().ended())
            .toList();
    if (!open.isEmpty()) {
      return said(
          NodeWait.newBuilder().addAllNodes(open.stream().map(NodeRunRow::name).toList()),
          WaitKind.WAIT_KIND_INPUTS,
          BeforeWords.of(row, open));
    }
    String words =
        switch (row.kind()) {
          case COMPUTE -> "has all that it needs; its workflow is about to hand it over";
          case APPROVAL -> "has all that it shows; its workflow is about to have it ask";
          case FAN_OUT ->
              row.state() == NodeState.WAITING
                  ? "has its list; its items are about to be put into the plan"
                  : "has its list; its workflow is about to hand it over";
          case VALUE, MERGE, COLLECT, LANE -> "has all that it needs; it ends in this moment";
        };
    return said(NodeWait.newBuilder(), WaitKind.WAIT_KIND_INTAKE, words);
  }

  private NodeWait placed(NodeWait.Builder wait, Place place, Optional<WaitReason> reason) {
    wait.setComputing(place.computing()).setQueuedBefore(place.queued());
    place.ahead().forEach(ahead -> wait.addAhead(ahead(ahead)));
    return reason
        .map(known -> said(wait, kind(known), known.words() + RaisedWords.of(place.request())))
        .orElseGet(() ->
            said(
                wait,
                WaitKind.WAIT_KIND_PLACEMENT,
                leads.getAsBoolean()
                    ? "waits for a worker; it was queued this moment"
                    : "waits for a worker; why, the control plane knows that leads, and this is"
                        + " another one"));
  }

  private static WorkAhead ahead(QueuePlace.Ahead ahead) {
    return WorkAhead.newBuilder()
        .setNode(ExplainCalls.reference(ahead.node()))
        .setType(ahead.type())
        .setWorker(ahead.worker().orElse(""))
        .build();
  }

  private static WaitKind kind(WaitReason reason) {
    return switch (reason) {
      case WaitReason.NoWorkerOffers offers when offers.isOfferedNewer() ->
          WaitKind.WAIT_KIND_UPGRADE;
      case WaitReason.NoWorkerConnected _, WaitReason.NoWorkerOffers _ -> WaitKind.WAIT_KIND_WORKER;
      case WaitReason.OtherProgram _ -> WaitKind.WAIT_KIND_UPGRADE;
      case WaitReason.NoModelPackage _ -> WaitKind.WAIT_KIND_MODEL_PACKAGE;
      case WaitReason.NoLabel _ -> WaitKind.WAIT_KIND_LABEL;
      case WaitReason.NoGpu _ -> WaitKind.WAIT_KIND_GPU;
      case WaitReason.NoMemory _ -> WaitKind.WAIT_KIND_MEMORY;
      case WaitReason.AllBusy _ -> WaitKind.WAIT_KIND_TURN;
      case WaitReason.AllStarting _ -> WaitKind.WAIT_KIND_STARTING;
      case WaitReason.AllDrained _ -> WaitKind.WAIT_KIND_DRAINED;
      case WaitReason.Backoff _ -> WaitKind.WAIT_KIND_BACKOFF;
    };
  }

  private static NodeWait said(NodeWait.Builder wait, WaitKind kind, String words) {
    return wait.setKind(kind).setWords(words).build();
  }
}
