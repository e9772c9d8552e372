package org.cinegraph.nodes.diffusion.unet;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cinegraph.nodes.diffusion.unet.UNet2DConditionModel.Added;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// Whether latents and text belong to a network: a graph may join any.
final class PredictionInput {
  private PredictionInput() {}

  /// @throws NodeFailure they do not; what was expected and found is said
  static void check(
      UNetConfig config,
      FloatTensor x,
      FloatTensor timesteps,
      FloatTensor hidden,
      Optional<Added> added)
      throws NodeFailure {
    long batch = x.shape().sizes().isEmpty() ? 0 : x.shape().sizes().getFirst();
    expect("latents", x, batch, config.inChannels(), -1, -1);
    expect("timesteps", timesteps, batch);
    expect("hidden states of the text", hidden, batch, -1, config.textWidth());
    if (added.isPresent() != config.added().isPresent()) {
      throw mismatch(
          config.added().isPresent()
              ? "The UNet2DConditionModel takes a pooled text and sizes beside the hidden states, as SDXL does, found none."
              : "The UNet2DConditionModel takes nothing beside the hidden states of the text, found a pooled text and sizes, as SDXL has them.");
    }
    if (added.isPresent()) {
      checkAdded(config.added().orElseThrow(), batch, added.get());
    }
  }

  static void checkGuidance(UNetConfig config, OptionalDouble guidance) throws NodeFailure {
    if (guidance.isPresent() != config.guidanceWidth() > 0) {
      throw mismatch(
          guidance.isPresent()
              ? "The UNet2DConditionModel is told no guidance, found one."
              : "The UNet2DConditionModel is told its guidance, as models are that were distilled with it, found none.");
    }
  }

  private static void checkAdded(UNetConfig.AddedWidths widths, long batch, Added added)
      throws NodeFailure {
    expect("pooled text", added.pooled(), batch, -1);
    expect("time ids", added.timeIds(), batch, -1);
    long pooled = added.pooled().shape().sizes().getLast();
    long ids = added.timeIds().shape().sizes().getLast();
    if (pooled + ids * widths.number() != widths.all()) {
      throw mismatch(
          "The UNet2DConditionModel takes a pooled text and time ids of a width of %d together, found %d of the text and %d time ids of %d each."
              .formatted(widths.all(), pooled, ids, widths.number()));
    }
  }

  /// @param sizes -1 stands for any from 1
  private static void expect(String what, FloatTensor found, long... sizes) throws NodeFailure {
    List<Long> has = found.shape().sizes();
    boolean fits = has.size() == sizes.length;
    for (int i = 0; fits && i < sizes.length; i++) {
      fits = sizes[i] < 0 ? has.get(i) > 0 : has.get(i) == sizes[i] && sizes[i] > 0;
    }
    if (!fits) {
      throw mismatch(
          "The UNet2DConditionModel takes %s of the shape %s, found %s. Take latents and a conditioning of its family."
              .formatted(what, written(sizes), found.shape()));
    }
  }

  private static String written(long... sizes) {
    StringBuilder text = new StringBuilder();
    for (long size : sizes) {
      text.append(text.isEmpty() ? "" : "×").append(size < 0 ? "any" : Long.toString(size));
    }
    return text.toString();
  }

  private static NodeFailure mismatch(String message) {
    return NodeFailure.user("model-input", message);
  }
}
