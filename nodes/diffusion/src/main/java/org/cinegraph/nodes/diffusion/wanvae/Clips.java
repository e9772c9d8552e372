package org.cinegraph.nodes.diffusion.wanvae;

import java.util.List;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// Tensors of [batch, channels, frames, rows, columns] cut and put together along their frames and
/// channels.
public final class Clips {
  private Clips() {}

  /// Frames from one on.
  public static FloatTensor cut(FloatTensor clip, int first, int count) {
    long[] sizes = clip.shape().toArray();
    int plane = Math.toIntExact(sizes[3] * sizes[4]);
    int frames = Math.toIntExact(sizes[2]);
    int planes = Math.toIntExact(sizes[0] * sizes[1]);
    float[] values = new float[planes * count * plane];
    for (int i = 0; i < planes; i++) {
      int from = (i * frames + first) * plane;
      System.arraycopy(clip.values(), from, values, i * count * plane, count * plane);
    }
    sizes[2] = count;
    return FloatTensor.of(values, sizes);
  }

  /// Pieces of one size one behind the other.
  public static FloatTensor joined(List<FloatTensor> pieces) {
    long[] sizes = pieces.getFirst().shape().toArray();
    int plane = Math.toIntExact(sizes[3] * sizes[4]);
    int planes = Math.toIntExact(sizes[0] * sizes[1]);
    int frames = pieces.stream().mapToInt(Clips::frames).sum();
    float[] values = new float[Math.multiplyExact(planes * frames, plane)];
    int at = 0;
    for (FloatTensor piece : pieces) {
      int length = frames(piece) * plane;
      for (int i = 0; i < planes; i++) {
        System.arraycopy(piece.values(), i * length, values, (i * frames + at) * plane, length);
      }
      at += frames(piece);
    }
    sizes[2] = frames;
    return FloatTensor.of(values, sizes);
  }

  /// The first of the channels.
  public static FloatTensor firstChannels(FloatTensor clip, int count) {
    long[] sizes = clip.shape().toArray();
    int volume = Math.toIntExact(sizes[2] * sizes[3] * sizes[4]);
    int batch = Math.toIntExact(sizes[0]);
    int channels = Math.toIntExact(sizes[1]);
    float[] values = new float[batch * count * volume];
    for (int i = 0; i < batch; i++) {
      System.arraycopy(
          clip.values(), i * channels * volume, values, i * count * volume, count * volume);
    }
    sizes[1] = count;
    return FloatTensor.of(values, sizes);
  }

  public static int frames(FloatTensor clip) {
    return Math.toIntExact(clip.shape().sizes().get(2));
  }
}
