package org.cinegraph.nodes.diffusion;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.cinegraph.nodes.diffusion.image.BesideLatents;
import org.cinegraph.nodes.diffusion.image.CallRange;
import org.cinegraph.nodes.diffusion.image.ImageSize;
import org.cinegraph.nodes.diffusion.image.ImageStart;
import org.cinegraph.nodes.diffusion.image.LatentMask;
import org.cinegraph.nodes.diffusion.image.TimeIds;
import org.cinegraph.nodes.diffusion.unet.UNet2DConditionModel;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.Parameters;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.video.mask.Mask;

/// What pictures are to be made, and of what.
///
/// @param channels of their latents
/// @param given latents to begin with
/// @param masked latents of the image without what the mask covers, for models of inpainting alone
record ImageRequest(
    NodeContext context,
    ImageSize size,
    int channels,
    int count,
    Optional<FloatTensor> given,
    Optional<FloatTensor> masked) {
  private static final int SCALE = 8;
  private static final int CHANNELS = 4;

  /// @throws NodeFailure sizes do not go together, or the network is not one for latents
  static ImageRequest of(LatentSampling.Place place, UNet2DConditionModel unet)
      throws NodeFailure, IOException, InterruptedException {
    NodeContext context = place.context();
    Parameters parameters = context.parameters();
    int channels = autoencoder(place.model(), "latent_channels", CHANNELS);
    requireChannels(place, unet.inChannels(), channels);
    Optional<FloatTensor> given = latents(context, "start");
    Optional<FloatTensor> masked = latents(context, "masked");
    Optional<FloatTensor> sized = given.or(() -> masked);
    int scale = scale(place.model());
    OptionalInt width = parameters.smallIntegerIfSet("width");
    OptionalInt height = parameters.smallIntegerIfSet("height");
    ImageSize size =
        sized.isPresent() && sized.get().shape().sizes().size() == 4
            ? ImageSize.of(
                orOf(width, sized.get(), 3, scale), orOf(height, sized.get(), 2, scale), 0, scale)
            : ImageSize.of(width, height, unet.sampleSize(), scale);
    int count = parameters.smallIntegerIfSet("count").orElse(1);
    return new ImageRequest(context, size, channels, count, given, masked);
  }

  /// A model of inpainting takes the mask and masked latents beside those that it denoises.
  private static void requireChannels(LatentSampling.Place place, int taken, int channels)
      throws NodeFailure {
    String name = place.model().name();
    boolean masked = place.context().input("masked").isPresent();
    if (taken == channels) {
      if (masked) {
        throw NodeFailure.user(
            "parameter-unsupported",
            "Input masked is for models of inpainting, which %s is not: it inpaints by start and mask. Leave it out."
                .formatted(name));
      }
      return;
    }
    if (taken != 2 * channels + 1) {
      throw NodeFailure.user(
          "unknown-architecture",
          "The unet of model package %s takes %d channels; known here are %d, of its latents, and %d, of inpainting."
              .formatted(name, taken, channels, 2 * channels + 1));
    }
    if (!masked || place.context().input("mask").isEmpty()) {
      throw NodeFailure.user(
          "input-missing",
          "Model package %s is one of inpainting: it takes the inputs mask and masked, found no %s. Give a mask, and as masked what encode-image makes of the image with that mask."
              .formatted(name, masked ? "mask" : "masked"));
    }
  }

  private static Optional<FloatTensor> latents(NodeContext context, String port)
      throws NodeFailure, IOException, InterruptedException {
    return context.input(port).isEmpty()
        ? Optional.empty()
        : Optional.of(Latents.read(context.fetch(context.artifact(port)), port).values());
  }

  private static OptionalInt orOf(OptionalInt side, FloatTensor given, int axis, int scale) {
    int own = Math.toIntExact(given.shape().sizes().get(axis)) * scale;
    return side.isPresent() ? side : OptionalInt.of(own);
  }

  private static int scale(ModelPackage model) throws NodeFailure {
    if (!model.partNames().contains("vae")) {
      return SCALE;
    }
    ModelConfig config = model.part("vae").config();
    return config.isSet("block_out_channels")
        ? 1 << Math.min(10, config.integers("block_out_channels").size() - 1)
        : 1;
  }

  private static int autoencoder(ModelPackage model, String field, int fallback)
      throws NodeFailure {
    boolean said = model.partNames().contains("vae") && model.part("vae").config().isSet(field);
    return said ? model.part("vae").config().integer(field) : fallback;
  }

  /// The shape of one picture's latents.
  Shape latents() {
    return Shape.of(1, channels, size.rows(), size.columns());
  }

  /// @throws NodeFailure inputs and parameters contradict each other
  ImageStart start() throws NodeFailure, IOException, InterruptedException {
    boolean blends = context.input("mask").isPresent() && masked.isEmpty();
    double from = context.parameters().numberIfSet("from").orElse(0);
    if (given.isEmpty()) {
      if (blends || from > 0) {
        throw contradiction(blends ? "Input mask" : "Parameter from", "without latents at start");
      }
      return new ImageStart.Noise();
    }
    float[] values = tiled();
    if (from > 0) {
      if (blends || context.parameters().number("denoise") < 1) {
        throw contradiction("Parameter from", "together with denoise or a mask");
      }
      return new ImageStart.Midway(values);
    }
    if (masked.isPresent() && context.parameters().number("denoise") == 1) {
      return new ImageStart.Noise();
    }
    return new ImageStart.Clean(
        values,
        blends
            ? Optional.of(LatentMask.of(Mask.read(context, "mask"), "start", size, channels, count))
            : Optional.empty());
  }

  /// @throws NodeFailure mask or masked latents are of another size
  Optional<BesideLatents> beside() throws NodeFailure, IOException, InterruptedException {
    if (masked.isEmpty()) {
      return Optional.empty();
    }
    if (!masked.get().shape().equals(latents())) {
      throw NodeFailure.user(
          "latents-mismatch",
          "Input masked was expected to be latents of %s, found %s. Encode the image at the size that is to be made."
              .formatted(latents(), masked.get().shape()));
    }
    float[] mask = LatentMask.of(Mask.read(context, "mask"), "masked", size, 1, 1);
    return Optional.of(BesideLatents.of(mask, masked.get()));
  }

  private static NodeFailure contradiction(String what, String why) {
    return NodeFailure.user(
        "parameter-unsupported", "%s says nothing %s. Leave one out.".formatted(what, why));
  }

  /// As many latents as pictures are to be made.
  private float[] tiled() throws NodeFailure {
    Shape one = latents();
    List<Long> sizes = given.orElseThrow().shape().sizes();
    long images = sizes.isEmpty() ? 0 : sizes.getFirst();
    boolean fits =
        sizes.size() == 4
            && sizes.subList(1, 4).equals(one.sizes().subList(1, 4))
            && (images == 1 || images == count);
    if (!fits) {
      throw NodeFailure.user(
          "latents-mismatch",
          "Input start was expected to be latents of %s or %d of them, found %s. Take latents of the same model and size."
              .formatted(one, count, given.orElseThrow().shape()));
    }
    float[] values = given.orElseThrow().values();
    int length = Math.toIntExact(one.elements());
    float[] all = Arrays.copyOf(values, count * length);
    for (int i = 1; images == 1 && i < count; i++) {
      System.arraycopy(values, 0, all, i * length, length);
    }
    return all;
  }

  CallRange.Part part() throws NodeFailure {
    Parameters parameters = context.parameters();
    return new CallRange.Part(
        SampleParameters.denoise(parameters, given.isPresent()),
        parameters.numberIfSet("from").orElse(0),
        parameters.numberIfSet("until").orElse(1));
  }

  TimeIds timeIds() throws NodeFailure {
    List<Double> own = List.of((double) size.width(), (double) size.height());
    Parameters parameters = context.parameters();
    return new TimeIds(
        SampleParameters.pair(parameters, "original-size", own),
        SampleParameters.pair(parameters, "crop", List.of(0.0, 0.0)),
        SampleParameters.pair(parameters, "target-size", own),
        parameters.numberIfSet("aesthetic").orElse(6),
        parameters.numberIfSet("negative-aesthetic").orElse(2.5));
  }
}
