package org.cinegraph.nodes.diffusion;

import java.util.Arrays;
import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.video.frame.Frame;

/// A glance at latents without decoding them: each becomes one coloured square by a linear map.
/// Frames stand side by side, two rows of them.
final class LatentPreview {
  private static final String FIELD = "preview";
  private static final int ROWS = 2;
  private static final int PIXELS_A_LATENT = 4;

  /// What the autoencoders of Stable Diffusion 1 and 2 make of their latents, nearly.
  private static final double[] STABLE_DIFFUSION = {
    0.3512, 0.2297, 0.3227, 0.3250, 0.4974, 0.2350, -0.2829, 0.1762, 0.2721, -0.2120, -0.2616,
    -0.7177, 0, 0, 0
  };

  /// The same of XL's.
  private static final double[] XL = {
    0.3651, 0.4232, 0.4341, -0.2533, -0.0042, 0.1068, 0.1076, 0.1111, -0.0362, -0.3165, -0.2492,
    -0.2188, 0.1084, -0.0175, -0.0011
  };

  /// For each channel of latents its share of red, green and blue; last a constant.
  private final double[] map;

  private LatentPreview(double[] map) {
    this.map = map;
  }

  static LatentPreview ofImages(boolean xl) {
    return new LatentPreview(xl ? XL : STABLE_DIFFUSION);
  }

  /// Whether the autoencoder's configuration brings a map along.
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

  /// One picture.
  ///
  /// @param latents those of pictures one behind another, of which the first is shown
  Frame picture(float[] latents, int height, int width) {
    int apart = height * width;
    Frame sheet = Frame.blank(width * PIXELS_A_LATENT, height * PIXELS_A_LATENT);
    float[] first = Arrays.copyOf(latents, (map.length / Frame.CHANNELS - 1) * apart);
    for (int place = 0; place < apart; place++) {
      fill(sheet, place / width, place % width, colour(first, place, apart));
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
