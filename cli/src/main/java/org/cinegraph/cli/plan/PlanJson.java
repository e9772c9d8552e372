package org.cinegraph.cli.plan;

import org.cinegraph.cli.history.Seconds;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.PlanLine;
import org.cinegraph.proto.v1.PlanRunResponse;
import org.cinegraph.proto.v1.SecondsSpan;

/// A plan for scripts: the answer of the API, field by field.
public final class PlanJson {
  private PlanJson() {}

  /// @param plan one without problems
  public static Value of(PlanRunResponse plan) {
    return new FieldWriter()
        .text("graph", plan.getGraph())
        .text("version", Digest.ofDigestBytes(plan.getGraphVersion().toByteArray()).hex())
        .integer("segments", plan.getSegments())
        .list("lines", plan.getLinesList(), PlanJson::line)
        .integer("linesLeftOut", plan.getLinesLeftOut())
        .put("total", line(plan.getTotal()))
        .list("openLists", plan.getOpenListsList(), Value.Text::new)
        .put("longestChain", span(plan.getLongestChain()))
        .integer("neverMeasured", plan.getNeverMeasured())
        .fields();
  }

  private static Value line(PlanLine line) {
    FieldWriter fields = new FieldWriter();
    if (!line.getName().isEmpty()) {
      fields.text("name", line.getName()).text("type", line.getType());
    }
    return fields
        .integer("nodes", line.getNodes())
        .integer("memoHits", line.getMemoHits())
        .integer("computed", line.getComputed())
        .integer("shared", line.getShared())
        .integer("depending", line.getDepending())
        .list("dependsOn", line.getDependsOnList(), Value.Text::new)
        .integer("settled", line.getSettled())
        .integer("asked", line.getAsked())
        .integer("lists", line.getLists())
        .integer("mayBeLeftOut", line.getMayBeLeftOut())
        .put("seconds", span(line.getSeconds()))
        .put("possibleSeconds", span(line.getPossibleSeconds()))
        .integer("attempts", line.getAttempts())
        .flag("otherModels", line.getOtherModels())
        .integer("deviceMemoryBytes", line.getDeviceMemoryBytes())
        .integer("hostMemoryBytes", line.getHostMemoryBytes())
        .flag("memoryRaised", line.getMemoryRaised())
        .flag("needsGpu", line.getNeedsGpu())
        .fields();
  }

  private static Value span(SecondsSpan span) {
    return new FieldWriter()
        .put("low", Seconds.of(span.getLow()))
        .put("median", Seconds.of(span.getMedian()))
        .put("high", Seconds.of(span.getHigh()))
        .fields();
  }
}
