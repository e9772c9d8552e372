package org.cinegraph.nodes.audio.stable;

import java.util.Arrays;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// A sound decoded piece by piece: each with as many latents on both sides as decide what its
/// samples are, so that a piece has the samples that it has in the whole. Memory does not grow with
/// the length.
///
/// @param latents of one sound, [1, channels, length]
/// @param piece latents of a piece, without those beside it
public record OobleckPieces(AutoencoderOobleck autoencoder, FloatTensor latents, int piece) {
  private int length() {
    return Math.toIntExact(latents.shape().sizes().getLast());
  }

  public int count() {
    return Math.ceilDiv(length(), piece);
  }

  /// All samples of the sound.
  public long samples() {
    return autoencoder.config().samples(length());
  }

  /// The first sample of a piece.
  public long first(int index) {
    return Math.min(samples(), (long) index * piece * autoencoder.hop());
  }

  /// @return the samples of a piece, one array per channel
  public float[][] decode(int index) throws NodeFailure {
    int reach = autoencoder.config().reach();
    int from = Math.max(0, index * piece - reach);
    int to = Math.min(length(), (index + 1) * piece + reach);
    FloatTensor wave = autoencoder.decode(cut(from, to));
    int samples = Math.toIntExact(wave.shape().sizes().getLast());
    int start = Math.toIntExact(first(index) - (long) from * autoencoder.hop());
    long last = index == count() - 1 ? samples() : first(index + 1);
    int count = Math.toIntExact(last - first(index));
    float[][] sound = new float[autoencoder.sounds()][];
    for (int c = 0; c < sound.length; c++) {
      int at = c * samples + start;
      sound[c] = Arrays.copyOfRange(wave.values(), at, at + count);
    }
    return sound;
  }

  private FloatTensor cut(int from, int to) {
    int channels = autoencoder.latents();
    int length = length();
    float[] part = new float[channels * (to - from)];
    for (int c = 0; c < channels; c++) {
      System.arraycopy(latents.values(), c * length + from, part, c * (to - from), to - from);
    }
    return FloatTensor.of(part, 1, channels, to - from);
  }
}
