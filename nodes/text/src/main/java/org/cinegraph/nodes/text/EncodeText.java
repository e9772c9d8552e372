package org.cinegraph.nodes.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.text.clip.ClipTextEncoder;
import org.cinegraph.nodes.text.clip.ClipTextModel;
import org.cinegraph.nodes.text.toybox.ToyboxTextEncoder;
import org.cinegraph.nodes.text.toybox.WordTokenizer;

/// `encode-text`: what a model's text encoder says of a prompt.
public final class EncodeText implements NodeType {
  private static final List<String> KNOWN =
      List.of(ToyboxTextEncoder.CLASS_NAME, ClipTextModel.CLASS_NAME);

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "encode-text",
          1,
          "Encode a prompt",
          """
          Turns a prompt into the conditioning that the generator of the same model package is
          steered by. It holds the absence of a prompt too, which guidance contrasts with.

          Words that the package's vocabulary does not have, and words beyond its length, are named
          in the log of the node; they do not steer anything.
          """,
          List.of(),
          List.of(
              Parameter.required(
                  "model", new PortType.Model(), "model package with a text encoder"),
              Parameter.required("prompt", new PortType.Text(), "what to show")),
          List.of(
              new OutputPort(
                  "conditioning",
                  new PortType.Conditioning(),
                  "for a generator of the same model")),
          new Demand(Demand.DeviceClass.ANY, 64L << 20, 64L << 20, false),
          """
          graph: encode-text
          nodes:
            text: {type: encode-text, with: {model: toybox, prompt: "a red ball bounces on a green floor"}}
          outputs:
            conditioning: $text.conditioning
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    ModelFolder folder = context.model("model");
    ModelPackage model = ModelPackage.open(folder);
    if (model.partNames().contains("text_encoder_2")) {
      throw NodeFailure.user(
          "unknown-architecture",
          "Model package %s is steered by several text encoders (%s); the families known here have one: toybox, Stable Diffusion 1 and 2."
              .formatted(model.name(), String.join(", ", model.partNames())));
    }
    ModelPart encoder = model.part("text_encoder");
    Conditioning conditioning =
        encoder.className(KNOWN).equals(ClipTextModel.CLASS_NAME)
            ? byClip(context, folder, model)
            : byToybox(context, folder, model);
    Path file = context.temporaryFolder().resolve("conditioning.safetensors");
    conditioning.write(file);
    context.output("conditioning", context.store(file, Conditioning.MEDIA_TYPE));
  }

  private static Conditioning byToybox(NodeContext context, ModelFolder folder, ModelPackage model)
      throws NodeFailure, IOException, InterruptedException {
    String prompt = context.parameters().text("prompt");
    WordTokenizer tokenizer = WordTokenizer.read(model.part("tokenizer"));
    logLost(context, model, tokenizer.lost(prompt));
    ToyboxTextEncoder encoder =
        context.resident(
            folder,
            "text_encoder",
            ToyboxTextEncoder.class,
            () -> ToyboxTextEncoder.load(model.part("text_encoder")));
    return encoder.condition(tokenizer, prompt);
  }

  private static Conditioning byClip(NodeContext context, ModelFolder folder, ModelPackage model)
      throws NodeFailure, IOException, InterruptedException {
    String prompt = context.parameters().text("prompt");
    ClipTextEncoder encoder =
        context.resident(
            folder,
            "text_encoder",
            ClipTextEncoder.class,
            () -> ClipTextEncoder.load(model.part("tokenizer"), model.part("text_encoder")));
    logLost(context, model, encoder.lost(prompt));
    return encoder.condition(prompt);
  }

  private static void logLost(NodeContext context, ModelPackage model, List<String> lost) {
    if (!lost.isEmpty()) {
      context.log("Words that " + model.name() + " does not take in: " + String.join(", ", lost));
    }
  }
}
