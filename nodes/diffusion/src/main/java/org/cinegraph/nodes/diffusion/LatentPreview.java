package org.cinegraph.nodes.diffusion;

import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.video.frame.Frame;

/// A glance at latents without decoding them: each becomes one coloured square by a linear map that
/// the autoencoder's configuration brings along. Frames stand side by side, two rows of them.
final class LatentPreview {
  private static final String FIELD = "preview";
  private static final int ROWS = 2;
  private static final int PIXELS_A_LATENT = 4;

  /// For each channel of latents its share of red, green and blue; last a constant.
  private final double[] map;

  private LatentPreview(double[] map) {
    this.map = map;
  }

  static boolean isPossible(ModelConfig autoencoder) {
    return autoencoder.has(FIELD);
  }

  static LatentPreview read(ModelConfig autoencoder) throws NodeFailure {
    List<Double> map = autoencoder.numbers(FIELD);
    int needed = Frame.CHANNELS * (autoencoder.integer("latent_channels") + 1);
    if (map.size() != needed) {
      throw NodeFailure.user(
          "model-config",
          "Field preview of an autoencoder was expected to hold %d numbers, found %d."
              .formatted(needed, map.size()));
    }
    return new LatentPreview(map.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /// @param latents [1, channels, frames, rows, columns]
  Frame picture(FloatTensor latents) {
    long[] sizes = latents.shape().toArray();
    int frames = (int) sizes[2];
    int height = (int) sizes[3];
    int width = (int) sizes[4];
    int across = Math.ceilDiv(frames, ROWS);
    Frame sheet = Frame.blank(across * width * PIXELS_A_LATENT, ROWS * height * PIXELS_A_LATENT);
    int apart = frames * height * width;
    for (int place = 0; place < apart; place++) {
      int frame = place / (height * width);
      int row = frame / across * height + place / width % height;
      int column = frame % across * width + place % width;
      fill(sheet, row, column, colour(latents.values(), place, apart));
    }
    return sheet;
  }

  private byte[] colour(float[] latents, int place, int apart) {
    int channels = latents.length / apart;
    byte[] rgb = new byte[Frame.CHANNELS];
    for (int colour = 0; colour < Frame.CHANNELS; colour++) {
      double level = map[channels * Frame.CHANNELS + colour];
      for (int i = 0; i < channels; i++) {
        level += map[i * Frame.CHANNELS + colour] * latents[i * apart + place];
      }
      rgb[colour] = (byte) Math.rint(Math.clamp((level + 1) * 127.5, 0, 255));
    }
    return rgb;
  }

  /// Paints the square of one latent.
  private static void fill(Frame sheet, int row, int column, byte[] colour) {
    for (int y = row * PIXELS_A_LATENT; y < (row + 1) * PIXELS_A_LATENT; y++) {
      for (int x = column * PIXELS_A_LATENT; x < (column + 1) * PIXELS_A_LATENT; x++) {
        System.arraycopy(
            colour, 0, sheet.rgb(), (y * sheet.width() + x) * Frame.CHANNELS, Frame.CHANNELS);
      }
    }
  }
}
