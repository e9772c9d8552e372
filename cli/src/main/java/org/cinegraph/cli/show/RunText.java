package org.cinegraph.cli.show;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.cli.progress.AskingText;
import org.cinegraph.cli.progress.NodeView;
import org.cinegraph.cli.progress.NodeViews;
import org.cinegraph.cli.progress.ProgressLines;
import org.cinegraph.cli.progress.RunLines;
import org.cinegraph.cli.run.RunStates;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.NodeGroup;
import org.cinegraph.proto.v1.NodePhases;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.PortValue;
import org.cinegraph.proto.v1.RunOptions;
import org.cinegraph.proto.v1.RunSummary;

/// A run for people.
final class RunText {
  private RunText() {}

  static List<String> lines(GetRunResponse response, RunLines shown) {
    List<String> lines = new ArrayList<>();
    heading(lines, response.getRun());
    verbs(lines, response, shown);
    part(lines, response.getOptions());
    response.getInputsList().forEach(input -> lines.add("input      " + named(input)));
    response.getOutputsList().forEach(output -> lines.add("output     " + named(output)));
    List<NodeView> views = NodeViews.of(shown);
    if (!views.isEmpty()) {
      lines.add("");
      lines.addAll(ProgressLines.of(views, Integer.MAX_VALUE, Integer.MAX_VALUE));
      if (shown.more()) {
        lines.add("... and more; --limit N shows more of them");
      }
      lines.add("");
      lines.add(ProgressLines.totals(shown.counts()));
      times(lines, shown.nodes().toList());
    }
    List<String> equivalent =
        Stream.concat(
                shown.nodes().filter(NodeRun::getNumericallyEquivalent).map(NodeRun::getName),
                shown.groups().filter(NodeGroup::getNumericallyEquivalent).map(NodeGroup::getPath))
            .toList();
    if (!equivalent.isEmpty()) {
      lines.add(
          "Equal in numbers, not in bits, to an uninterrupted run, because of a checkpoint of"
              + " another machine: "
              + String.join(", ", equivalent));
    }
    return lines;
  }

  private static void part(List<String> lines, RunOptions asked) {
    if (!asked.getOnly().isEmpty()) {
      lines.add("only       " + asked.getOnly());
    }
    if (!asked.getUntil().isEmpty()) {
      lines.add("until      " + asked.getUntil());
    }
    asked.getForceList().forEach(node -> lines.add("force      " + node));
  }

  /// Of the nodes that were computed, or are about to be.
  private static void times(List<String> lines, List<NodeRun> nodes) {
    Table table =
        new Table("NODE", "ATTEMPTS", "WORKER", "WAIT", "FETCH", "LOAD", "RUN", "STORE", "LOST");
    for (NodeRun node : nodes) {
      NodePhases phases = node.getPhases();
      if (node.getAttempts() > 0 || phases.getLost() > 0) {
        table.row(
            node.getName(),
            String.valueOf(node.getAttempts()),
            node.getWorker(),
            seconds(phases.getWait()),
            seconds(phases.getFetch()),
            seconds(phases.getLoad()),
            seconds(phases.getRun()),
            seconds(phases.getStore()),
            phases.getLost() > 0 ? seconds(phases.getLost()) : "");
      }
    }
    if (table.lines().size() > 1) {
      lines.add("");
      lines.addAll(table.lines());
    }
  }

  private static String seconds(double seconds) {
    return ProgressLines.duration(Duration.ofMillis((long) (seconds * 1000)));
  }

  private static void heading(List<String> lines, RunSummary run) {
    lines.add("run        " + RunId.written(run.getRunId()));
    lines.add("graph      %s, version %s".formatted(run.getGraph(), brief(run)));
    lines.add("state      " + RunStates.written(run));
    if (run.getPriority() != 0) {
      lines.add("priority   " + run.getPriority());
    }
    lines.add("submitted  " + Times.local(run.getSubmittedAt()));
    if (run.hasEndedAt()) {
      lines.add("took       " + Times.between(run.getSubmittedAt(), run.getEndedAt()));
    }
    if (run.getEpoch() > 1) {
      lines.add("epoch      " + run.getEpoch());
    }
    if (run.hasFailure()) {
      lines.add("failure    " + run.getFailure().getMessage());
    }
  }

  /// What can be done now: to the run, then to nodes of it.
  private static void verbs(List<String> lines, GetRunResponse response, RunLines shown) {
    if (response.getRun().getVerbsAllowedCount() > 0) {
      lines.add("verbs      " + String.join(", ", response.getRun().getVerbsAllowedList()));
    }
    SequencedMap<String, List<String>> nodes = new LinkedHashMap<>();
    Stream.concat(shown.nodes(), shown.groups().flatMap(group -> group.getFailedList().stream()))
        .forEach(node ->
            node.getVerbsAllowedList()
                .forEach(verb ->
                    nodes.computeIfAbsent(verb, _ -> new ArrayList<>()).add(node.getName())));
    nodes.forEach((verb, names) ->
        lines.add("           %s of %s".formatted(verb, String.join(", ", names))));
    Stream.concat(
            nodes.getOrDefault("approve", List.of()).stream(),
            shown.groups().map(NodeGroup::getAskingNode).filter(name -> !name.isEmpty()))
        .distinct()
        .forEach(node ->
            lines.add("           " + AskingText.commands(response.getRun().getRunId(), node)));
  }

  private static String brief(RunSummary run) {
    return Digest.ofDigestBytes(run.getGraphVersion().toByteArray()).brief();
  }

  static String named(NamedValue value) {
    return value.getName() + " = " + spoken(value.getValue());
  }

  private static String spoken(PortValue value) {
    return switch (value.getKindCase()) {
      case JSON -> value.getJson();
      case ARTIFACT ->
          "%s, %d bytes, %s"
              .formatted(
                  value.getArtifact().getMediaType(),
                  value.getArtifact().getBytes(),
                  Digest.ofDigestBytes(value.getArtifact().getDigest().toByteArray()).hex());
      case MANY -> value.getMany().getValuesCount() + " values";
      case KIND_NOT_SET -> "nothing";
    };
  }
}
