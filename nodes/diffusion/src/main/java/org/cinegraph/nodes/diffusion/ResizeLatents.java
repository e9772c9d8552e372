package org.cinegraph.nodes.diffusion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.program.Argument;
import org.cinegraph.nodes.tensor.program.Program;

/// `resize-latents`: latents of images in another size, to sample on from them.
public final class ResizeLatents implements NodeType {
  /// As many as images of 16,384 pixels a side have with Stable Diffusion.
  private static final long MOST_A_SIDE = 2_048;

  /// 512 MiB of floats.
  private static final long MOST_VALUES = 1L << 27;

  private static final double LARGEST = 16;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "resize-latents",
          1,
          "Enlarge or shrink latents",
          """
          Makes latents of images larger or smaller, without decoding them, for a second sampling: what
          a model would get wrong in a size that it was not trained on, it has laid out in a smaller one
          before. What comes out is blurred; `sample-latents` with it at `start` and a `denoise` of
          about 0.5 makes the details anew.

          Each side becomes `scale` times as long, rounded to whole latents. The filters are those of
          torch's `interpolate` to a size, with samples at the centres of latents and none taken
          together where it gets smaller: `nearest-exact` takes the latent in the middle, `nearest` the
          one before.
          """,
          List.of(new InputPort("latents", new PortType.Latents(), true, "of images of one size")),
          List.of(
              Parameter.optional(
                      "scale", new PortType.Float(), new Value.Float(2), "how many times as long")
                  .between(1 / LARGEST, LARGEST),
              Parameter.optional(
                  "filter",
                  new PortType.Choice(List.of("nearest", "nearest-exact", "bilinear", "bicubic")),
                  new Value.Text("bicubic"),
                  "what is between the latents that there are")),
          List.of(
              new OutputPort("latents", new PortType.Latents(), "for a generator of the model")),
          new Demand(Demand.DeviceClass.ANY, 0, 1L << 30, false),
          """
          graph: a-second-pass
          inputs:
            model: {type: model}
            prompt: {type: text, default: a lighthouse in a storm}
          nodes:
            text: {type: encode-text, with: {model: $model, prompt: $prompt}}
            first: {type: sample-latents, with: {model: $model, conditioning: $text.conditioning, seed: 1}}
            larger: {type: resize-latents, with: {latents: $first.latents, scale: 1.5}}
            second: {type: sample-latents, with: {model: $model, conditioning: $text.conditioning, seed: 2, start: $larger.latents, denoise: 0.5}}
            decoded: {type: decode-image, with: {model: $model, latents: $second.latents}}
          outputs:
            image: $decoded.images[0]
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    FloatTensor latents =
        Latents.read(context.fetch(context.artifact("latents")), "latents").values();
    Shape size = resized(latents.shape(), context.parameters().number("scale"));
    FloatTensor resized;
    try (Program program = Program.beside(ResizeLatents.class)) {
      resized =
          program.call(
              "resize",
              Argument.of(latents),
              Argument.of(size.sizes().get(2)),
              Argument.of(size.sizes().get(3)),
              new Argument.Word(context.parameters().text("filter")));
    }
    Path file = context.temporaryFolder().resolve("latents.safetensors");
    new Latents(resized).write(file);
    context.output("latents", context.store(file, Latents.MEDIA_TYPE));
  }

  /// @throws NodeFailure the latents are not those of images, or would become too many
  private static Shape resized(Shape shape, double scale) throws NodeFailure {
    List<Long> sizes = shape.sizes();
    if (sizes.size() != 4 || shape.elements() == 0) {
      throw NodeFailure.user(
          "latents-mismatch",
          "Input latents was expected to be images×channels×rows×columns, found %s. Latents of videos have the size that their model was trained on."
              .formatted(shape));
    }
    long rows = Math.max(1, Math.round(sizes.get(2) * scale));
    long columns = Math.max(1, Math.round(sizes.get(3) * scale));
    Shape resized = Shape.of(sizes.get(0), sizes.get(1), rows, columns);
    if (rows > MOST_A_SIDE || columns > MOST_A_SIDE || resized.elements() > MOST_VALUES) {
      throw NodeFailure.user(
          "latents-too-large",
          "resize-latents would make latents of %s; at most %d values and %d a side are allowed. Set scale lower than %s."
              .formatted(resized, MOST_VALUES, MOST_A_SIDE, scale));
    }
    return resized;
  }
}
