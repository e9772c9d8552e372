package org.cinegraph.nodes.audio;

import org.cinegraph.nodes.audio.stable.AutoencoderOobleck;
import org.cinegraph.nodes.audio.stable.StableAudioProjectionModel;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.Parameters;

/// The part of what a model makes that is wanted.
///
/// @param start in seconds
/// @param end in seconds
/// @param first sample
/// @param last sample, which is not in it any more
record SoundRange(double start, double end, long first, long last) {
  /// @param latents that the model makes
  /// @throws NodeFailure it is longer than the model allows, or empty
  static SoundRange of(
      Parameters parameters,
      StableAudioProjectionModel known,
      AutoencoderOobleck autoencoder,
      long latents)
      throws NodeFailure {
    int rate = autoencoder.rate();
    double longest = (double) latents * autoencoder.hop() / rate;
    double start = parameters.numberIfSet("seconds-start").orElse(0);
    double end = parameters.numberIfSet("seconds-total").orElse(longest);
    if (end - start > longest || start < known.least() || end > known.most()) {
      throw NodeFailure.user(
          "sound-too-long",
          "Parameters seconds-start and seconds-total: this model makes at most %s seconds, between %s and %s, found %s to %s. Make parts and join them with concat-audio."
              .formatted(shown(longest), known.least(), known.most(), start, end));
    }
    SoundRange range = new SoundRange(start, end, (long) (start * rate), (long) (end * rate));
    if (range.first >= range.last) {
      throw NodeFailure.user(
          "sound-empty",
          "Parameters seconds-start and seconds-total leave nothing to be heard: expected the end after the start, found %s to %s."
              .formatted(start, end));
    }
    return range;
  }

  private static double shown(double seconds) {
    return Math.floor(seconds * 1000) / 1000;
  }
}
