package org.cinegraph.nodes.text.caption;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;

/// `decompose-caption`: which words of a description of a person belong to which region.
public final class DecomposeCaption implements NodeType {
  private static final int LONGEST = 10_000;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "decompose-caption",
          1,
          "Find the groups of a description",
          """
          Cuts a dense description of a person into phrases and finds for each the group of
          attributes that CosmicMan was trained with: the shot, then 0 to 19: person, body shape,
          background, hair, special clothes, dress, top, coat, bottom, shoes, accessories (10 hat or
          glasses, 11 bag), belt, scarf, overall style, headband, headscarf, veil, socks, ties.

          It goes by rules and a list of English nouns, not by a model: a phrase is known by its
          head, the last noun before "with", "of" and their like. A phrase without a noun that is in
          the list is in `unplaced`, never left out in silence.

          Each group has `group` (a number, or `shot`), `name`, `phrase`, `start` and `end` (its
          characters in the caption, the end behind the last), `region` and `labels`: those of a
          parse map of 18 labels (ATR, as SCHP draws it) that make the region; a group without a
          region has none.
          """,
          List.of(),
          List.of(
              Parameter.required(
                  "caption", new PortType.Text(), "phrases with commas, or sentences; English")),
          List.of(
              new OutputPort("groups", new PortType.Json(), "in the order of the caption"),
              new OutputPort(
                  "unplaced", new PortType.Json(), "phrases without a group, with their places")),
          new Demand(Demand.DeviceClass.ANY, 0, 16L << 20, false),
          """
          graph: decompose-caption
          nodes:
            groups:
              type: decompose-caption
              with: {caption: "a full-body shot, a young woman with long black hair, a red silk scarf"}
          outputs:
            groups: $groups.groups
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure {
    String caption = context.parameters().text("caption");
    if (caption.isBlank() || caption.length() > LONGEST) {
      throw NodeFailure.user(
          "caption-length",
          "caption was expected to have 1 to %d characters that are no blanks, found %d."
              .formatted(LONGEST, caption.strip().length()));
    }
    List<Value> groups = new ArrayList<>();
    List<Value> unplaced = new ArrayList<>();
    for (DecomposeRules.Placed placed : DecomposeRules.of(caption)) {
      placed
          .kind()
          .ifPresentOrElse(
              kind -> groups.add(group(kind, placed.phrase())),
              () -> unplaced.add(place(new FieldWriter(), placed.phrase()).fields()));
    }
    context.output("groups", new PortValue.Inline(new Value.Items(groups)));
    context.output("unplaced", new PortValue.Inline(new Value.Items(unplaced)));
  }

  private static Value group(Lexicon.Kind kind, Phrase phrase) {
    FieldWriter fields = new FieldWriter();
    if (kind.group().equals("shot")) {
      fields.text("group", kind.group());
    } else {
      fields.integer("group", Long.parseLong(kind.group()));
    }
    fields.text("name", kind.name());
    return place(fields, phrase)
        .text("region", kind.region().written())
        .list("labels", kind.region().labels(), label -> new Value.Int(label))
        .fields();
  }

  private static FieldWriter place(FieldWriter fields, Phrase phrase) {
    return fields
        .text("phrase", phrase.text())
        .integer("start", phrase.start())
        .integer("end", phrase.end());
  }
}
