package org.cinegraph.cli.show;

import java.util.Locale;
import java.util.Optional;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.history.Seconds;
import org.cinegraph.cli.history.TimelineJson;
import org.cinegraph.cli.progress.RunLines;
import org.cinegraph.cli.run.RunStates;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.ArtifactReference;
import org.cinegraph.proto.v1.Failure;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.PortValue;
import org.cinegraph.proto.v1.RunSummary;

/// A run for scripts.
public final class RunJson {
  private RunJson() {}

  static Value json(GetRunResponse response, RunLines lines) {
    return new FieldWriter()
        .put("run", json(response.getRun()))
        .list("inputs", response.getInputsList(), RunJson::json)
        .list("outputs", response.getOutputsList(), RunJson::json)
        .put("counts", GroupJson.counts(lines.counts()))
        .list("nodes", lines.nodes().toList(), RunJson::json)
        .list("groups", lines.groups().toList(), GroupJson::group)
        .flag("more", lines.more())
        .fields();
  }

  public static Value json(RunSummary run) {
    return new FieldWriter()
        .text("id", RunId.written(run.getRunId()))
        .text("graph", run.getGraph())
        .text("graphVersion", Digest.ofDigestBytes(run.getGraphVersion().toByteArray()).hex())
        .text("state", RunStates.written(run.getState()))
        .flag("paused", run.getPaused())
        .integer("priority", run.getPriority())
        .list("verbsAllowed", run.getVerbsAllowedList(), Value.Text::new)
        .integer("nodes", run.getNodes())
        .integer("nodesEnded", run.getNodesEnded())
        .integer("memoHits", run.getMemoHits())
        .integer("epoch", run.getEpoch())
        .text("submittedAt", Times.instant(run.getSubmittedAt()).toString())
        .optional(
            "endedAt",
            run.hasEndedAt() ? Optional.of(run.getEndedAt()) : Optional.empty(),
            at -> new Value.Text(Times.instant(at).toString()))
        .optional(
            "failure",
            run.hasFailure() ? Optional.of(run.getFailure()) : Optional.empty(),
            RunJson::json)
        .fields();
  }

  static Value json(NodeRun node) {
    FieldWriter fields =
        new FieldWriter()
            .text("name", node.getName())
            .text("type", node.getType() + "@" + node.getVersion())
            .text("state", RunStates.written(node.getState()))
            .integer("segment", node.getSegment())
            .integer("attempts", node.getAttempts())
            .integer("step", node.getStep())
            .integer("steps", node.getSteps())
            .put("seconds", Seconds.of(node.getSeconds()))
            .list("verbsAllowed", node.getVerbsAllowedList(), Value.Text::new);
    putIfSaid(fields, "worker", node.getWorker());
    putIfSaid(fields, "waitsFor", node.getWaitsFor());
    if (node.hasPhases()) {
      fields.put("phases", TimelineJson.phases(node.getPhases()));
    }
    if (!node.getMemoKey().isEmpty()) {
      fields.text("memoKey", Digest.ofDigestBytes(node.getMemoKey().toByteArray()).hex());
    }
    if (node.getNumericallyEquivalent()) {
      fields.flag("numericallyEquivalent", true);
    }
    if (node.hasFailure()) {
      fields.put("failure", json(node.getFailure()));
    }
    return fields.list("outputs", node.getOutputsList(), RunJson::json).fields();
  }

  static Value json(NamedValue value) {
    return new FieldWriter()
        .text("name", value.getName())
        .put("value", json(value.getValue()))
        .fields();
  }

  private static Value json(PortValue value) {
    return switch (value.getKindCase()) {
      case JSON -> CanonicalJson.parse(value.getJson());
      case ARTIFACT -> json(value.getArtifact());
      case MANY ->
          new Value.Items(value.getMany().getValuesList().stream().map(RunJson::json).toList());
      case KIND_NOT_SET -> new Value.Nothing();
    };
  }

  private static Value json(ArtifactReference artifact) {
    return new FieldWriter()
        .text("digest", Digest.ofDigestBytes(artifact.getDigest().toByteArray()).hex())
        .integer("bytes", artifact.getBytes())
        .text("mediaType", artifact.getMediaType())
        .fields();
  }

  private static Value json(Failure failure) {
    return new FieldWriter()
        .text("code", failure.getCode())
        .text("category", category(failure))
        .text("message", failure.getMessage())
        .fields();
  }

  private static String category(Failure failure) {
    String name = failure.getCategory().name().replace("FAILURE_CATEGORY_", "");
    return name.toLowerCase(Locale.ROOT);
  }

  private static void putIfSaid(FieldWriter fields, String name, String text) {
    if (!text.isEmpty()) {
      fields.text(name, text);
    }
  }
}
