package org.cinegraph.nodes.diffusion.wan;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.nodes.diffusion.wanvae.Clips;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// How a video that is longer than a model looks at is asked for: in windows that overlap, whose
/// answers are blended at every step (MultiDiffusion, arXiv 2302.08113), so that what they have in
/// common grows together. A window counts for a frame the more the farther its own ends are.
///
/// @param length of the video in latent frames
/// @param size of a window; a video no longer than that is one window
/// @param overlap of neighbours, at least
public record Windows(int length, int size, int overlap) {
  public Windows {
    if (size < 1 || overlap < 0 || overlap >= size) {
      throw new IllegalArgumentException(
          "Windows of " + size + " frames that overlap by " + overlap);
    }
  }

  /// One that sees all.
  public static Windows whole(int length) {
    return new Windows(length, length, 0);
  }

  /// Asked for a window.
  interface Answer {
    FloatTensor to(FloatTensor window) throws NodeFailure, InterruptedException;
  }

  /// @param clip [1, channels, frames, rows, columns]
  /// @return the blended answers, of that shape
  float[] blend(FloatTensor clip, Answer answer) throws NodeFailure, InterruptedException {
    List<Integer> starts = starts();
    if (starts.size() == 1) {
      return answer.to(clip).values();
    }
    float[] sum = new float[clip.values().length];
    float[] weights = new float[length];
    int plane = Math.toIntExact(clip.shape().sizes().get(3) * clip.shape().sizes().get(4));
    for (int start : starts) {
      add(answer.to(Clips.cut(clip, start, size)).values(), plane, start, sum);
      for (int frame = 0; frame < size; frame++) {
        weights[start + frame] += weight(frame);
      }
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= weights[i / plane % length];
    }
    return sum;
  }

  private void add(float[] answer, int plane, int start, float[] sum) {
    for (int i = 0; i < answer.length; i++) {
      int frame = i / plane % size;
      int channel = i / plane / size;
      sum[(channel * length + start + frame) * plane + i % plane] += weight(frame) * answer[i];
    }
  }

  /// The last window ends with the video, and may overlap by more.
  List<Integer> starts() {
    List<Integer> starts = new ArrayList<>();
    int last = Math.max(0, length - size);
    for (int start = 0; start < last; start += size - overlap) {
      starts.add(start);
    }
    starts.add(last);
    return starts;
  }

  private float weight(int frame) {
    return Math.min(frame + 1, size - frame);
  }
}
