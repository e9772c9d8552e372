package org.cinegraph.server.api;

import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.estimate.Basis;
import org.cinegraph.graph.estimate.Estimate;
import org.cinegraph.graph.estimate.EstimatedLine;
import org.cinegraph.graph.estimate.Fate;
import org.cinegraph.graph.estimate.Span;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.proto.v1.PlanLine;
import org.cinegraph.proto.v1.PlanRunResponse;
import org.cinegraph.proto.v1.SecondsSpan;
import org.cinegraph.scheduler.wire.WriteWire;

/// An estimate for the wire.
final class WireEstimate {
  static final int MOST_LINES = 1000;

  /// More names than a person reads.
  private static final int MOST_NAMES = 10;

  private WireEstimate() {}

  static PlanRunResponse of(Plan plan, Estimate estimate) {
    PlanRunResponse.Builder response =
        PlanRunResponse.newBuilder()
            .setGraph(plan.graph())
            .setGraphVersion(WriteWire.digest(plan.graphVersion()))
            .setSegments(plan.segments())
            .setLinesLeftOut(Math.max(0, estimate.lines().size() - MOST_LINES))
            .setTotal(total(estimate))
            .setLongestChain(span(estimate.longestChain()))
            .setNeverMeasured(estimate.neverMeasured());
    estimate.lines().stream().limit(MOST_LINES).forEach(line -> response.addLines(line(line)));
    estimate.openLists().stream().limit(MOST_LINES).forEach(response::addOpenLists);
    return response.build();
  }

  private static PlanLine line(EstimatedLine line) {
    PlanLine.Builder written =
        PlanLine.newBuilder()
            .setName(line.name())
            .setType(line.type())
            .setNodes(line.nodes())
            .setMemoHits(line.count(Fate.HIT))
            .setComputed(line.count(Fate.COMPUTED))
            .setShared(line.count(Fate.SHARED))
            .setDepending(line.count(Fate.DEPENDS))
            .setSettled(line.count(Fate.SETTLED))
            .setAsked(line.count(Fate.ASKED))
            .setLists(line.count(Fate.LISTED))
            .setMayBeLeftOut(line.mayBeLeftOut())
            .setSeconds(span(line.sure()))
            .setPossibleSeconds(span(line.possible()))
            .setAttempts(line.basis().map(Basis::attempts).orElse(0))
            .setOtherModels(line.basis().map(Basis::otherModels).orElse(false))
            .setDeviceMemoryBytes(line.demand().deviceMemoryBytes())
            .setHostMemoryBytes(line.demand().hostMemoryBytes())
            .setNeedsGpu(line.demand().device() == Demand.DeviceClass.GPU)
            .setMemoryRaised(line.raised());
    line.dependsOn().stream().limit(MOST_NAMES).forEach(written::addDependsOn);
    return written.build();
  }

  private static PlanLine total(Estimate estimate) {
    PlanLine.Builder total =
        PlanLine.newBuilder()
            .setNodes(estimate.nodes())
            .setMemoHits(estimate.count(Fate.HIT))
            .setComputed(estimate.count(Fate.COMPUTED))
            .setShared(estimate.count(Fate.SHARED))
            .setDepending(estimate.count(Fate.DEPENDS))
            .setSettled(estimate.count(Fate.SETTLED))
            .setAsked(estimate.count(Fate.ASKED))
            .setLists(estimate.count(Fate.LISTED))
            .setSeconds(span(estimate.sure()))
            .setPossibleSeconds(span(estimate.possible()));
    for (EstimatedLine line : estimate.lines()) {
      total
          .setMayBeLeftOut(total.getMayBeLeftOut() + line.mayBeLeftOut())
          .setOtherModels(
              total.getOtherModels() || line.basis().map(Basis::otherModels).orElse(false))
          .setDeviceMemoryBytes(
              Math.max(total.getDeviceMemoryBytes(), line.demand().deviceMemoryBytes()))
          .setHostMemoryBytes(Math.max(total.getHostMemoryBytes(), line.demand().hostMemoryBytes()))
          .setNeedsGpu(total.getNeedsGpu() || line.demand().device() == Demand.DeviceClass.GPU)
          .setMemoryRaised(total.getMemoryRaised() || line.raised());
    }
    return total.setAttempts(leastMeasured(estimate)).build();
  }

  /// Attempts of the least measured line among those that were measured.
  private static int leastMeasured(Estimate estimate) {
    return estimate.lines().stream()
        .flatMap(line -> line.basis().stream())
        .mapToInt(Basis::attempts)
        .filter(attempts -> attempts > 0)
        .min()
        .orElse(0);
  }

  private static SecondsSpan span(Span span) {
    return SecondsSpan.newBuilder()
        .setLow(span.low())
        .setMedian(span.median())
        .setHigh(span.high())
        .build();
  }
}
