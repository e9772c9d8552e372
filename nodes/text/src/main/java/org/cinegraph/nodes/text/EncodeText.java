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
import org.cinegraph.nodes.text.toybox.ToyboxTextEncoder;
import org.cinegraph.nodes.text.toybox.WordTokenizer;

/// `encode-text`: what a model's text encoder says of a prompt.
public final class EncodeText implements NodeType {
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
    String prompt = context.parameters().text("prompt");
    ModelFolder folder = context.model("model");
    ModelPackage model = ModelPackage.open(folder);
    WordTokenizer tokenizer = WordTokenizer.read(model.part("tokenizer"));
    List<String> lost = tokenizer.lost(prompt);
    if (!lost.isEmpty()) {
      context.log("Words that " + model.name() + " does not take in: " + String.join(", ", lost));
    }
    ToyboxTextEncoder encoder =
        context.resident(
            folder,
            "text_encoder",
            ToyboxTextEncoder.class,
            () -> ToyboxTextEncoder.load(model.part("text_encoder")));
    Path file = context.temporaryFolder().resolve("conditioning.safetensors");
    encoder.condition(tokenizer, prompt).write(file);
    context.output("conditioning", context.store(file, Conditioning.MEDIA_TYPE));
  }
}
