package org.cinegraph.cli.history;

import java.util.Locale;
import java.util.Optional;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.ExplainNodeResponse;
import org.cinegraph.proto.v1.KeyDifference;
import org.cinegraph.proto.v1.KeyIngredient;
import org.cinegraph.proto.v1.NodeReference;
import org.cinegraph.proto.v1.NodeWait;
import org.cinegraph.proto.v1.WorkAhead;

/// Why a node stands as it stands, for scripts.
public final class ExplainJson {
  private ExplainJson() {}

  public static Value.Fields of(ExplainNodeResponse said) {
    FieldWriter fields =
        new FieldWriter()
            .text("name", said.getNode().getName())
            .text("type", said.getNode().getType() + "@" + said.getNode().getVersion())
            .text("state", Wording.state(said.getNode().getState()))
            .optional("wait", present(said.hasWait(), said.getWait()), ExplainJson::wait)
            .text("phase", said.getPhase())
            .list("sharedWith", said.getSharedWithList(), ExplainJson::node)
            .list("attempts", said.getAttemptsList(), TimelineJson::attempt)
            .list("ingredients", said.getIngredientsList(), ExplainJson::ingredient)
            .optional("sameKey", present(said.hasSameKey(), said.getSameKey()), ExplainJson::node)
            .optional("nearest", present(said.hasNearest(), said.getNearest()), ExplainJson::node)
            .list("differences", said.getDifferencesList(), ExplainJson::difference);
    if (!said.getNode().getMemoKey().isEmpty()) {
      fields.text("memoKey", Wording.hex(said.getNode().getMemoKey()));
    }
    return fields.fields();
  }

  private static Value wait(NodeWait wait) {
    return new FieldWriter()
        .text(
            "kind",
            wait.getKind()
                .name()
                .replace("WAIT_KIND_", "")
                .replace('_', '-')
                .toLowerCase(Locale.ROOT))
        .text("words", wait.getWords())
        .list("nodes", wait.getNodesList(), Value.Text::new)
        .integer("computing", wait.getComputing())
        .integer("queuedBefore", wait.getQueuedBefore())
        .list("ahead", wait.getAheadList(), ExplainJson::ahead)
        .optional(
            "notBefore",
            present(wait.hasNotBefore(), wait.getNotBefore()),
            time -> new Value.Text(TimelineJson.time(time)))
        .fields();
  }

  private static Value ahead(WorkAhead ahead) {
    return new FieldWriter()
        .put("node", node(ahead.getNode()))
        .text("type", ahead.getType())
        .text("worker", ahead.getWorker())
        .fields();
  }

  private static Value node(NodeReference node) {
    return new FieldWriter()
        .text("run", RunId.written(node.getRunId()))
        .text("graph", node.getGraph())
        .text("node", node.getNode())
        .text("state", Wording.state(node.getState()))
        .text("submittedAt", TimelineJson.time(node.getSubmittedAt()))
        .fields();
  }

  private static Value ingredient(KeyIngredient ingredient) {
    return new FieldWriter()
        .text("name", ingredient.getName())
        .text("value", ingredient.getValue())
        .text("reason", ingredient.getReason())
        .flag("changed", ingredient.getChanged())
        .fields();
  }

  private static Value difference(KeyDifference difference) {
    return new FieldWriter()
        .text("node", difference.getNode())
        .text("ingredient", difference.getIngredient())
        .text("before", difference.getBefore())
        .text("now", difference.getNow())
        .fields();
  }

  private static <T> Optional<T> present(boolean is, T value) {
    return is ? Optional.of(value) : Optional.empty();
  }
}
