package org.cinegraph.nodes.diffusion.refocus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.sdk.Parameters;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.text.PhraseTokens;

/// `refocus-attention`: which words of a prompt belong where, and what is done about it.
public final class RefocusAttention implements NodeType {
  static final String LEAVE_OUT = "leave-out";

  private static final String DOCUMENTATION =
      """
      Keeps each phrase of a prompt to its region: gives `sample-latents` a conditioning with which
      attention is looked at or changed. CosmicMan (arXiv 2404.01294) trains with this objective;
      its released inference does nothing of it. To use it while sampling is a transfer of ours: it
      can move and separate what a model can already draw, it cannot teach a model what it does not
      know, and whether it makes pictures of CosmicMan's weights better has not been measured.

      `groups` is a list. Each has a `phrase` that stands in the prompt once, or the `span` of its
      tokens as [first, behind the last]; where it is to be seen: a `box` as [left, top, right,
      bottom] in shares of width and height, the number of a `mask` among `masks`, or `labels` on
      the map `parse`; and perhaps a `weight` from 0 to 4, 1 if it is left out. What
      `decompose-caption` gives can be linked as it is.

      Four modes, each on in the steps between two shares of all:
      `observe` looks: `sample-latents` gives a picture for each group of where it was looked for,
      and for each step the value of CosmicMan's loss (HOLA) and the share of attention inside the
      region. The samples stay bit for bit what they are. The loss has a floor far above 0, so that
      its changes alone say something.
      `reweight` multiplies what the words of a group are given by its weight (Prompt-to-Prompt).
      `modulate` moves scores towards their largest inside a region and towards their smallest
      outside, less and less with time (DenseDiffusion); `pull` is how far for words, `pull-self`
      between places of the picture. Words that no group names stay as they are. It costs little.
      `guide` moves the sample, before a step, down the gradient of an `energy`: `box`, the share of
      attention outside; `hola`, the loss itself; `hola-n`, the same of words alone; `ae`, that no
      word is left unseen, wherever (Attend-and-Excite). A step goes `strength` of the sample's own
      length at first and is halved until the energy falls, or not made. It costs two or three
      passes more in each step that it is on, and the memory of one pass.

      `factor` says which layers count: those in which a place is so many pixels high and wide. 16
      is what CosmicMan was trained with.
      """;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "refocus-attention",
          1,
          "Keep phrases to their regions",
          DOCUMENTATION,
          List.of(
              new InputPort("conditioning", new PortType.Conditioning(), true, "of `encode-text`"),
              new InputPort(
                  "masks",
                  new PortType.ListOf(new PortType.Mask()),
                  false,
                  "white where a group is to be seen, of the size of what is made"),
              new InputPort(
                  "parse",
                  new PortType.Image(),
                  false,
                  "a PNG whose numbers are labels of a parsed person, of the size of what is made")),
          RefocusParameters.declared(),
          List.of(
              new OutputPort("conditioning", new PortType.Conditioning(), "for `sample-latents`")),
          new Demand(Demand.DeviceClass.ANY, 0, 64L << 20, false),
          """
          graph: refocus-attention
          nodes:
            text: {type: encode-text, with: {model: toybox, prompt: "a red ball bounces on a green floor"}}
            left:
              type: refocus-attention
              with:
                model: toybox
                conditioning: $text.conditioning
                groups: [{phrase: ball, box: [0, 0, 0.5, 1]}]
                modulate: [0, 0.5]
            latents: {type: sample-latents, with: {model: toybox, conditioning: $left.conditioning, seed: 7}}
          outputs:
            latents: $latents.latents
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    Conditioning text =
        Conditioning.read(context.fetch(context.artifact("conditioning")), "conditioning");
    FindSpan find = find(ModelPackage.open(context.model("model")), text);
    RegionReader regions = new RegionReader(context);
    List<Group> groups = groups(context, find, regions);
    RefocusPlan plan = plan(context.parameters(), groups, find);
    Conditioning refocused =
        text.with(new Conditioning.Refocus(RefocusPlanJson.write(plan), regions.planes()));
    Path file = context.temporaryFolder().resolve("conditioning.safetensors");
    refocused.write(file);
    context.output("conditioning", context.store(file, Conditioning.MEDIA_TYPE));
  }

  private static FindSpan find(ModelPackage model, Conditioning text)
      throws NodeFailure, IOException {
    PhraseTokens tokens =
        PhraseTokens.of(model)
            .orElseThrow(() ->
                NodeFailure.user(
                    "refocus-unsupported",
                    "Model package %s has no tokenizer whose phrases can be found; CLIP's and toybox's can."
                        .formatted(model.name())));
    FloatTensor known =
        text.tokens()
            .orElseThrow(() ->
                NodeFailure.user(
                    "refocus-unsupported",
                    "Input conditioning does not say its tokens: it is of two prompts, or of another model. Encode one prompt with %s."
                        .formatted(model.name())));
    long[] row = new long[known.values().length];
    for (int i = 0; i < row.length; i++) {
      row[i] = (long) known.values()[i];
    }
    return FindSpan.in(tokens, row);
  }

  private static List<Group> groups(NodeContext context, FindSpan find, RegionReader regions)
      throws NodeFailure, IOException, InterruptedException {
    List<GroupReader.Written> written = GroupReader.read(context.parameters().value("groups"));
    int room = find.end() - find.tokens().first();
    if (written.size() > room) {
      throw NodeFailure.user(
          "refocus-group",
          "groups was expected to have no more groups than the prompt has tokens, %d, found %d."
              .formatted(room, written.size()));
    }
    List<Group> groups = new ArrayList<>();
    for (GroupReader.Written group : written) {
      FindSpan.Span span = find.of(group);
      requireFree(groups, group, span);
      Optional<Region> region = regions.read(group);
      region.ifPresent(where ->
          groups.add(new Group(group.name(), span.start(), span.end(), group.weight(), where)));
    }
    if (groups.isEmpty()) {
      throw NodeFailure.user(
          "refocus-group", "No group of groups has a region; there is nothing to refocus.");
    }
    return groups;
  }

  private static void requireFree(List<Group> groups, GroupReader.Written group, FindSpan.Span span)
      throws NodeFailure {
    for (Group other : groups) {
      if (span.start() < other.end() && other.start() < span.end()) {
        throw NodeFailure.user(
            "refocus-group",
            "%s shares tokens with the group \"%s\": %d to %d and %d to %d. Give each token to one group."
                .formatted(
                    group.place(),
                    other.name(),
                    span.start(),
                    span.end(),
                    other.start(),
                    other.end()));
      }
    }
  }

  private static RefocusPlan plan(Parameters parameters, List<Group> groups, FindSpan find)
      throws NodeFailure {
    Map<RefocusMode, StepRange> modes = new EnumMap<>(RefocusMode.class);
    for (RefocusMode mode : RefocusMode.values()) {
      Optional<StepRange> range = RefocusParameters.range(parameters, mode);
      range.ifPresent(steps -> modes.put(mode, steps));
    }
    if (modes.isEmpty()) {
      throw NodeFailure.user(
          "parameter-missing",
          "None of %s is given; without one nothing is done. Give the steps of one, such as modulate: [0, 0.3]."
              .formatted(String.join(", ", RefocusMode.names())));
    }
    return new RefocusPlan(
        groups,
        modes,
        Energy.named(parameters.text("energy")),
        parameters.smallInteger("factor"),
        parameters.number("strength"),
        parameters.smallInteger("descents"),
        parameters.number("pull"),
        parameters.number("pull-self"),
        new RefocusPlan.Words(find.tokens().first(), find.end(), find.tokens().looksAtPadding()));
  }
}
