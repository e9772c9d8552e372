package org.cinegraph.cli.history;

import org.cinegraph.cli.client.RunId;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.DiffRunsResponse;
import org.cinegraph.proto.v1.NodeDifference;
import org.cinegraph.proto.v1.RunSummary;
import org.cinegraph.proto.v1.ValueDifference;

/// Where two runs differ, for scripts.
public final class DiffJson {
  private DiffJson() {}

  public static Value.Fields of(DiffRunsResponse diff) {
    return new FieldWriter()
        .put("before", run(diff.getBefore()))
        .put("now", run(diff.getNow()))
        .list("inputs", diff.getInputsList(), DiffJson::value)
        .list("options", diff.getOptionsList(), DiffJson::value)
        .list("nodes", diff.getNodesList(), DiffJson::node)
        .integer("nodesLeftOut", diff.getNodesLeftOut())
        .integer("sameNodes", diff.getSameNodes())
        .list("outputs", diff.getOutputsList(), DiffJson::value)
        .fields();
  }

  private static Value run(RunSummary run) {
    return new FieldWriter()
        .text("run", RunId.written(run.getRunId()))
        .text("graph", run.getGraph())
        .text("graphVersion", Wording.hex(run.getGraphVersion()))
        .fields();
  }

  private static Value value(ValueDifference value) {
    return new FieldWriter()
        .text("name", value.getName())
        .text("before", value.getBefore())
        .text("now", value.getNow())
        .fields();
  }

  private static Value node(NodeDifference node) {
    return new FieldWriter()
        .text("name", node.getName())
        .text("type", node.getType())
        .flag("onlyBefore", node.getOnlyBefore())
        .flag("onlyNow", node.getOnlyNow())
        .list("ingredients", node.getIngredientsList(), DiffJson::value)
        .list("behind", node.getBehindList(), Value.Text::new)
        .fields();
  }
}
