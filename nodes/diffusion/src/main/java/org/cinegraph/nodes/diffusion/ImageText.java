package org.cinegraph.nodes.diffusion;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cinegraph.nodes.diffusion.guide.Guidance;
import org.cinegraph.nodes.diffusion.unet.UNet2DConditionModel;
import org.cinegraph.nodes.diffusion.unet.UNet2DConditionModel.Added;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Conditioning;

/// What a model of images is told, and how strongly.
///
/// @param timeIds [2, numbers], for models that are told them
/// @param told the guidance, for models that were distilled with it
record ImageText(
    Conditioning conditioning,
    Optional<FloatTensor> timeIds,
    Guidance guidance,
    OptionalDouble told) {
  private static final double GUIDANCE = 7.5;
  private static final double XL_GUIDANCE = 5;

  /// @throws NodeFailure the conditioning is for another model
  static ImageText of(LatentSampling.Place place, UNet2DConditionModel unet, ImageRequest request)
      throws NodeFailure, IOException, InterruptedException {
    NodeContext context = place.context();
    Conditioning text =
        Conditioning.read(
            context.fetch(context.artifact("conditioning")), "conditioning", unet.textWidth());
    if (unet.takesAdded() && text.pooled().isEmpty()) {
      throw NodeFailure.user(
          "conditioning-mismatch",
          "Input conditioning was expected to have the pooled text that %s is told, found none. Encode the prompt with the model that this node uses."
              .formatted(place.model().name()));
    }
    Optional<FloatTensor> timeIds = Optional.empty();
    if (unet.takesAdded()) {
      long pooled = text.pooled().orElseThrow().shape().sizes().getLast();
      timeIds = Optional.of(request.timeIds().rows(unet.timeIds(Math.toIntExact(pooled))));
    }
    double usual = unet.takesAdded() ? XL_GUIDANCE : GUIDANCE;
    if (unet.takesGuidance()) {
      double scale = context.parameters().numberIfSet("guidance").orElse(usual);
      return new ImageText(text, timeIds, Guidance.always(1), OptionalDouble.of(scale));
    }
    Guidance guidance = SampleParameters.guidance(context.parameters(), usual);
    return new ImageText(text, timeIds, guidance, OptionalDouble.empty());
  }

  /// What is told beside the words, of the first of a batch.
  Optional<Added> added(int batch) {
    return timeIds.map(ids ->
        new Added(conditioning.pooled().orElseThrow().firstRows(batch), ids.firstRows(batch)));
  }
}
