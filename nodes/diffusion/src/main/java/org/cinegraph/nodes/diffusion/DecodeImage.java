package org.cinegraph.nodes.diffusion;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.nodes.diffusion.kl.AutoencoderKL;
import org.cinegraph.nodes.diffusion.kl.DecodeTiles;
import org.cinegraph.nodes.diffusion.kl.TileGrid;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// `decode-image`: latents become pictures.
public final class DecodeImage implements NodeType {
  /// A list of outputs travels with the result, so that it must stay small.
  private static final int MOST_IMAGES = 1_000;

  private static final int MOST_PIXELS = 1 << 26;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "decode-image",
          1,
          "Decode latents to images",
          """
          Turns the latents of images into images, with the autoencoder of the model package that
          made them, in the `dtype` of the model or of the worker; images are float32 always. One
          image after the other: several need no more memory than one. `$node.images[0]` is the
          first.

          With `tile` an image is decoded in overlapping tiles that are blended, as diffusers'
          `enable_tiling` has it (there a tile is 512 pixels with Stable Diffusion 1.5, 1024 with
          XL), so that large images need no more memory than a tile. It changes the image a little.
          The loop can stop after any tile.
          """,
          List.of(
              new InputPort(
                  "latents", new PortType.Latents(), true, "of one or more images of one size")),
          List.of(
              Parameter.required(
                  "model", new PortType.Model(), "model package with an AutoencoderKL"),
              Parameter.open(
                      "tile",
                      new PortType.Int(),
                      "side of a tile in pixels; without it each image at once")
                  .between(1, VideoFormat.MOST_PIXELS_A_SIDE)),
          List.of(
              new OutputPort(
                  "images",
                  new PortType.ListOf(new PortType.Image()),
                  "PNGs, in the order of the latents")),
          new Demand(Demand.DeviceClass.ANY, 1L << 30, 1L << 30, true),
          """
          graph: decode-image
          inputs:
            model: {type: model}
            latents: {type: latents}
          nodes:
            decoded: {type: decode-image, with: {model: $model, latents: $latents}}
          outputs:
            images: $decoded.images
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    FloatTensor latents =
        Latents.read(context.fetch(context.artifact("latents")), "latents").values();
    ModelFolder folder = context.model("model");
    ModelPackage model = ModelPackage.open(folder);
    AutoencoderKL autoencoder =
        context.resident(
            folder, "vae", AutoencoderKL.class, () -> AutoencoderKL.load(model.part("vae")));
    requireShape(latents, autoencoder);
    requireFinite(latents);
    TileGrid grid =
        TileGrid.decoding(
            autoencoder,
            context.parameters().smallIntegerIfSet("tile").orElse(0),
            Math.toIntExact(latents.shape().sizes().get(2)),
            Math.toIntExact(latents.shape().sizes().get(3)));
    DecodeTiles.State done = context.loop(new DecodeTiles(context, autoencoder, latents, grid));
    List<PortValue> images = new ArrayList<>();
    for (ArtifactReference image : done.images()) {
      images.add(new PortValue.Artifact(image));
    }
    context.output("images", new PortValue.Many(images));
  }

  private static void requireShape(FloatTensor latents, AutoencoderKL autoencoder)
      throws NodeFailure {
    List<Long> sizes = latents.shape().sizes();
    if (sizes.size() != 4
        || sizes.get(1) != autoencoder.latentChannels()
        || latents.values().length == 0) {
      throw NodeFailure.user(
          "latents-mismatch",
          "Input latents was expected to be images×%d×rows×columns, found %s. Decode with the model that made them; `decode-video` takes those of videos."
              .formatted(autoencoder.latentChannels(), latents.shape()));
    }
    long height = autoencoder.scale() * sizes.get(2);
    long width = autoencoder.scale() * sizes.get(3);
    int side = VideoFormat.MOST_PIXELS_A_SIDE;
    if (sizes.getFirst() > MOST_IMAGES
        || width > side
        || height > side
        || width * height > MOST_PIXELS) {
      throw NodeFailure.user(
          "image-too-large",
          "decode-image would make %d images of %d×%d pixels; at most %d of %d and %d a side are allowed."
              .formatted(sizes.getFirst(), width, height, MOST_IMAGES, MOST_PIXELS, side));
    }
  }

  private static void requireFinite(FloatTensor latents) throws NodeFailure {
    for (float value : latents.values()) {
      if (!Float.isFinite(value)) {
        throw NodeFailure.user(
            "latents-not-finite",
            "Input latents was expected to be finite numbers, found %s.".formatted(value));
      }
    }
  }
}
