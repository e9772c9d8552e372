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
import org.cinegraph.nodes.diffusion.kl.AutoencoderKL;
import org.cinegraph.nodes.diffusion.kl.EncodeTiles;
import org.cinegraph.nodes.diffusion.kl.EncodedImage;
import org.cinegraph.nodes.diffusion.kl.TileGrid;
import org.cinegraph.nodes.diffusion.solver.StepNoise;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.mask.Mask;
import org.cinegraph.nodes.video.still.Still;
import org.cinegraph.nodes.video.tensor.FrameTensor;

/// `encode-image`: a picture becomes latents.
public final class EncodeImage implements NodeType {
  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "encode-image",
          1,
          "Encode an image to latents",
          """
          Turns an image into the latents that the generator of the same model package works on, to
          start from them. Its sides must be multiples of the model's scale, 8 pixels with Stable
          Diffusion; `resize` makes them so.

          The encoder gives a distribution for each latent. Without a `seed` its mean is taken; with
          one the latents are drawn from it. With `tile` the image is encoded in overlapping tiles
          that are blended, as diffusers' `enable_tiling` has it; the loop can stop after any tile.

          What a `mask` covers is left out: it is middle grey, as models of inpainting have learned
          it. `sample-latents` takes that as `masked`.
          """,
          List.of(
              new InputPort("image", new PortType.Image(), true, "a PNG or JPEG, opaque"),
              new InputPort("mask", new PortType.Mask(), false, "white where it is left out")),
          List.of(
              Parameter.required(
                  "model", new PortType.Model(), "model package with an AutoencoderKL"),
              Parameter.open(
                  "seed",
                  new PortType.Int(),
                  "of the draw, of which the low 32 bits count; without it the mean is taken"),
              Parameter.open(
                      "tile",
                      new PortType.Int(),
                      "side of a tile in pixels; without it the image at once")
                  .between(1, VideoFormat.MOST_PIXELS_A_SIDE)),
          List.of(
              new OutputPort("latents", new PortType.Latents(), "for a generator of the model")),
          new Demand(Demand.DeviceClass.ANY, 1L << 30, 1L << 30, true),
          """
          graph: there-and-back
          inputs:
            model: {type: model}
            picture: {type: image}
          nodes:
            small: {type: resize, with: {image: $picture, width: 512, height: 512}}
            encoded: {type: encode-image, with: {model: $model, image: $small.image}}
            decoded: {type: decode-image, with: {model: $model, latents: $encoded.latents}}
          outputs:
            image: $decoded.images[0]
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    Frame picture = Still.readOpaque(context, "image");
    ModelFolder folder = context.model("model");
    ModelPackage model = ModelPackage.open(folder);
    AutoencoderKL autoencoder =
        context.resident(
            folder, "vae", AutoencoderKL.class, () -> AutoencoderKL.load(model.part("vae")));
    requireSize(picture, autoencoder.scale());
    TileGrid grid =
        TileGrid.encoding(
            autoencoder,
            context.parameters().smallIntegerIfSet("tile").orElse(0),
            picture.height(),
            picture.width());
    EncodedImage encoded =
        context.loop(new EncodeTiles(autoencoder, seen(context, picture), grid)).encoded();
    FloatTensor latents = autoencoder.normalised(taken(context, encoded));
    Path file = context.temporaryFolder().resolve("latents.safetensors");
    new Latents(latents).write(file);
    context.output("latents", context.store(file, Latents.MEDIA_TYPE));
  }

  /// The picture, grey where it is covered.
  private static FloatTensor seen(NodeContext context, Frame picture)
      throws NodeFailure, IOException, InterruptedException {
    FloatTensor whole = FrameTensor.of(picture);
    if (context.input("mask").isEmpty()) {
      return whole;
    }
    Mask mask = Mask.read(context, "mask");
    mask.requireSize("mask", "image", picture.width(), picture.height());
    float[] values = whole.values().clone();
    int plane = picture.width() * picture.height();
    for (int i = 0; i < values.length; i++) {
      int pixel = i % plane;
      boolean covered = mask.at(pixel % picture.width(), pixel / picture.width()) >= Mask.HALF;
      values[i] = covered ? 0 : values[i];
    }
    return FloatTensor.of(whole.shape(), values);
  }

  private static FloatTensor taken(NodeContext context, EncodedImage encoded) {
    if (!context.parameters().isSet("seed")) {
      return encoded.mean();
    }
    Shape shape = encoded.mean().shape();
    long seed = context.parameters().integer("seed");
    return encoded.sample(FloatTensor.of(shape, StepNoise.seeded(seed, "encode", shape).at(0)));
  }

  private static void requireSize(Frame picture, int scale) throws NodeFailure {
    if (picture.width() % scale == 0 && picture.height() % scale == 0) {
      return;
    }
    int width = Math.max(scale, picture.width() / scale * scale);
    int height = Math.max(scale, picture.height() / scale * scale);
    int wider = Math.ceilDiv(picture.width(), scale) * scale;
    int higher = Math.ceilDiv(picture.height(), scale) * scale;
    throw NodeFailure.user(
        "image-size",
        "Input image was expected to have sides that are multiples of %d pixels for this model, found %d×%d. The nearest: %d×%d and %d×%d; `resize` makes it so."
            .formatted(scale, picture.width(), picture.height(), width, height, wider, higher));
  }
}
