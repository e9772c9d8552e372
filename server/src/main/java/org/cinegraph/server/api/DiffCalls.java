package org.cinegraph.server.api;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.cinegraph.db.run.DiffRuns;
import org.cinegraph.db.run.RunDifference;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.plan.KeyDifference;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.PortValueJson;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.DiffRunsRequest;
import org.cinegraph.proto.v1.DiffRunsResponse;
import org.cinegraph.proto.v1.NodeDifference;
import org.cinegraph.proto.v1.ValueDifference;

/// Where two runs differ: what they were given, their nodes, what they made.
final class DiffCalls {
  private final RunCalls runs;
  private final DiffRuns diff;

  DiffCalls(RunCalls runs, DiffRuns diff) {
    this.runs = runs;
    this.diff = diff;
  }

  DiffRunsResponse diff(UUID tenant, DiffRunsRequest request) {
    RunRow before = planned(runs.find(tenant, request.getBefore()));
    RunRow now = planned(runs.find(tenant, request.getNow()));
    RunDifference found = diff.diff(before, now);
    DiffRunsResponse.Builder response =
        DiffRunsResponse.newBuilder()
            .setBefore(WireRun.summary(before))
            .setNow(WireRun.summary(now))
            .addAllInputs(values(written(before.inputs()), written(now.inputs())))
            .addAllOptions(values(options(before), options(now)))
            .addAllOutputs(values(outputs(before), outputs(now)))
            .setNodesLeftOut(found.nodesLeftOut())
            .setSameNodes(found.same());
    found.nodes().forEach(node -> response.addNodes(node(node)));
    return response.build();
  }

  private static RunRow planned(RunRow run) {
    if (run.plan().isEmpty()) {
      throw RefusedCall.invalid(
          "run-unplanned", "Run %s has no plan that it could be compared by".formatted(run.id()));
    }
    return run;
  }

  private static NodeDifference node(RunDifference.OfNode node) {
    NodeDifference.Builder difference =
        NodeDifference.newBuilder()
            .setName(node.name())
            .setType(node.type())
            .setOnlyBefore(node.onlyIn() == RunDifference.Presence.BEFORE)
            .setOnlyNow(node.onlyIn() == RunDifference.Presence.NOW)
            .addAllBehind(node.behind());
    for (KeyDifference ingredient : node.ingredients()) {
      difference.addIngredients(
          ValueDifference.newBuilder()
              .setName(ingredient.ingredient())
              .setBefore(ingredient.before().orElse(""))
              .setNow(ingredient.now().orElse("")));
    }
    return difference.build();
  }

  private static SequencedMap<String, String> outputs(RunRow run) {
    return written(run.outputs().orElse(Collections.emptyNavigableMap()));
  }

  private static SequencedMap<String, String> written(SequencedMap<String, PortValue> values) {
    SequencedMap<String, String> written = new TreeMap<>();
    values.forEach((name, value) -> written.put(name, text(value)));
    return written;
  }

  /// Artifacts by their digests, everything else as JSON.
  private static String text(PortValue value) {
    return switch (value) {
      case PortValue.Inline(Value plain) -> CanonicalJson.write(plain);
      case PortValue.Artifact(var reference) -> "artifact " + reference.digest().hex();
      case PortValue.Many _ -> CanonicalJson.write(PortValueJson.write(value));
    };
  }

  private static SequencedMap<String, String> options(RunRow run) {
    SequencedMap<String, String> written = new TreeMap<>();
    run.settings()
        .tell(new FieldWriter())
        .fields()
        .fields()
        .forEach((name, value) -> written.put(name, CanonicalJson.write(value)));
    return written;
  }

  private static List<ValueDifference> values(
      SequencedMap<String, String> before, SequencedMap<String, String> now) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    return names.stream()
        .filter(name ->
            !Optional.ofNullable(before.get(name)).equals(Optional.ofNullable(now.get(name))))
        .map(name ->
            ValueDifference.newBuilder()
                .setName(name)
                .setBefore(before.getOrDefault(name, ""))
                .setNow(now.getOrDefault(name, ""))
                .build())
        .toList();
  }
}
