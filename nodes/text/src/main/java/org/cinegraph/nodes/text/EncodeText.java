package org.cinegraph.nodes.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.model.ModelPackage;

/// `encode-text`: what a model's text encoder says of a prompt.
public final class EncodeText implements NodeType {
  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "encode-text",
          3,
          "Encode a prompt",
          """
          Turns a prompt into the conditioning that the generator of the same model package is
          steered by. It holds what guidance leads away from too: the negative prompt.

          Without `negative` it is what the model knows as no prompt: of `toybox` its own absence, of
          Stable Diffusion 1 and 2 and of Wan the empty prompt, of SDXL and its kin zeros, or the empty prompt
          where the package says so. An empty `negative` is always the empty prompt, encoded.

          SDXL has two text encoders; both get the same words unless `prompt-2` and `negative-2` say
          others for the second. `clip-skip` takes the states of so many layers earlier, for the
          prompt alone, as diffusers does.

          Wan's prompts are cleaned first: garbled letters, HTML's references and gaps. It takes 512
          tokens.

          Words that the package's vocabulary does not have, and words beyond its length, are named
          in the log of the node; they do not steer anything.
          """,
          List.of(),
          List.of(
              Parameter.required(
                  "model", new PortType.Model(), "model package with a text encoder"),
              Parameter.required("prompt", new PortType.Text(), "what to show"),
              Parameter.open("negative", new PortType.Text(), "what to lead away from"),
              Parameter.open(
                  "prompt-2", new PortType.Text(), "for the second text encoder of SDXL"),
              Parameter.open(
                  "negative-2", new PortType.Text(), "for the second text encoder of SDXL"),
              Parameter.optional(
                      "clip-skip",
                      new PortType.Int(),
                      new Value.Int(0),
                      "layers left out at the end of CLIP")
                  .between(0, 100)),
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
    Conditioning conditioning =
        TextFamily.of(new TextFamily.Place(context, folder, model))
            .condition(Prompts.of(context.parameters()));
    Path file = context.temporaryFolder().resolve("conditioning.safetensors");
    conditioning.write(file);
    context.output("conditioning", context.store(file, Conditioning.MEDIA_TYPE));
  }
}
