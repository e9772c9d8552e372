package org.cinegraph.cli.history;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.ArtifactUse;
import org.cinegraph.proto.v1.AttemptSpan;
import org.cinegraph.proto.v1.GetLineageResponse;
import org.cinegraph.proto.v1.LineageInput;
import org.cinegraph.proto.v1.LineageNode;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.proto.v1.PortValue;

/// Where an artifact comes from, for people.
public final class LineageText {
  private LineageText() {}

  public static List<String> lines(GetLineageResponse lineage) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "artifact  %s, %s, %d bytes"
            .formatted(
                Wording.hex(lineage.getArtifact().getDigest()),
                lineage.getArtifact().getMediaType(),
                lineage.getArtifact().getBytes()));
    if (lineage.hasMadeBy()) {
      lines.add("made by   " + Wording.node(lineage.getMadeBy()));
      lines.add(
          "graph     %s@%d, version %s"
              .formatted(
                  lineage.getGraph().getName(),
                  lineage.getGraph().getNumber(),
                  Wording.hex(lineage.getGraph().getDigest())));
      lines.add("exact     " + exactness(lineage.getNodesList()));
    } else {
      lines.add("made by   no run that is left here");
    }
    for (ArtifactUse use : lineage.getUsesList()) {
      lines.add(
          "in run    %s (graph %s, %s): %s"
              .formatted(
                  RunId.written(use.getRunId()),
                  use.getGraph(),
                  Wording.at(use.getSubmittedAt()),
                  how(use)));
    }
    lineage.getNodesList().forEach(node -> node(lines, node));
    return lines;
  }

  /// What the stamp of a file says that no run of this home made.
  public static List<String> unknown(String file, FieldReader stamp) {
    List<String> lines = new ArrayList<>();
    lines.add("No run of this home made %s, or none is left. Its stamp says:".formatted(file));
    stamp
        .fields()
        .forEach((name, value) -> {
          if (!name.equals("graph") && !name.equals("cinegraph")) {
            lines.add("  %s: %s".formatted(name, spoken(value)));
          }
        });
    return lines;
  }

  private static String how(ArtifactUse use) {
    return switch (use.getHow()) {
      case "made" -> "node %s computed it".formatted(use.getName());
      case "memo hit" -> "node %s took it from the memo".formatted(use.getName());
      default -> "given as input %s".formatted(use.getName());
    };
  }

  private static String exactness(List<LineageNode> nodes) {
    String equivalent =
        nodes.stream()
            .filter(LineageNode::getNumericallyEquivalent)
            .map(LineageNode::getName)
            .collect(Collectors.joining(", "));
    return equivalent.isEmpty()
        ? "bit for bit what an uninterrupted run makes"
        : "equal in numbers, not in bits, to an uninterrupted run, because of a checkpoint of"
            + " another machine: "
            + equivalent;
  }

  private static void node(List<String> lines, LineageNode node) {
    lines.add("");
    lines.add(
        "%s  %s@%d, program %s%s"
            .formatted(
                node.getName(),
                node.getType(),
                node.getVersion(),
                Wording.brief(node.getProgramDigest()),
                node.getState() == NodeState.NODE_STATE_MEMO_HIT ? ", from the memo" : ""));
    String parameters = spoken(CanonicalJson.parse(node.getParametersJson()));
    if (!parameters.isEmpty()) {
      lines.add("  with     " + parameters);
    }
    node.getInputsList().forEach(input -> lines.add("  takes    " + input(input)));
    node.getModelPackagesList()
        .forEach(model ->
            lines.add(
                "  model    %s %s".formatted(model.getName(), Wording.brief(model.getDigest()))));
    if (!node.getMemoKey().isEmpty()) {
      lines.add("  key      " + Wording.brief(node.getMemoKey()));
    }
    node.getAttemptsList().forEach(attempt -> lines.add("  computed " + attempt(attempt)));
  }

  private static String attempt(AttemptSpan attempt) {
    return "on worker %s, %s: %s"
        .formatted(attempt.getWorker(), Wording.at(attempt.getStartedAt()), attempt.getOutcome());
  }

  private static String input(LineageInput input) {
    return input.getNode().isEmpty()
        ? "%s = %s".formatted(input.getPort(), given(input.getValue()))
        : "%s from %s.%s".formatted(input.getPort(), input.getNode(), input.getNodePort());
  }

  private static String given(PortValue value) {
    return switch (value.getKindCase()) {
      case JSON -> Wording.cut(value.getJson());
      case ARTIFACT -> "artifact " + Wording.brief(value.getArtifact().getDigest());
      case MANY -> value.getMany().getValuesCount() + " values";
      case KIND_NOT_SET -> "nothing";
    };
  }

  private static String spoken(Value value) {
    return value instanceof Value.Fields(var fields)
        ? fields.entrySet().stream()
            .map(entry ->
                entry.getKey() + " = " + Wording.cut(CanonicalJson.write(entry.getValue())))
            .collect(Collectors.joining(", "))
        : Wording.cut(CanonicalJson.write(value));
  }
}
