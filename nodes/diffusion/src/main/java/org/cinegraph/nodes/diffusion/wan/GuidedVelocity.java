package org.cinegraph.nodes.diffusion.wan;

import java.util.Arrays;
import java.util.List;
import org.cinegraph.nodes.diffusion.guide.Guidance;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.artifact.Conditioning;

/// Wan's transformer with classifier-free guidance. It is asked once with the prompt and once
/// without, as diffusers does: a batch of both takes twice the memory and saves no time, since a
/// video is long.
///
/// @param text row 0 what to make, row 1 what to lead away from
/// @param shape of the latents, [1, channels, frames, rows, columns]
/// @param windows in which it looks at the video
/// @param between is asked between the parts of a prediction
public record GuidedVelocity(
    WanTransformer3DModel transformer,
    Conditioning text,
    Guidance guidance,
    Shape shape,
    Windows windows,
    WanTransformer3DModel.BetweenParts<InterruptedException> between) {
  /// @param call of so many that are made
  float[] at(int call, int calls, float[] x, float timestep)
      throws NodeFailure, InterruptedException {
    float[] wanted = ask(x, timestep, 0);
    // A scale of 1 or less is no guidance, as diffusers has it.
    if (guidance.scale() <= 1 || !guidance.at(call, calls)) {
      return wanted;
    }
    float[] absent = ask(x, timestep, 1);
    float[] both = Arrays.copyOf(wanted, 2 * wanted.length);
    System.arraycopy(absent, 0, both, wanted.length, absent.length);
    return guidance.combine(both);
  }

  private float[] ask(float[] x, float timestep, int row) throws NodeFailure, InterruptedException {
    FloatTensor time = FloatTensor.of(new float[] {timestep}, 1, 1);
    FloatTensor hidden = row(row);
    return windows.blend(
        FloatTensor.of(shape, x), window -> transformer.predict(window, time, hidden, between));
  }

  private FloatTensor row(int row) {
    List<Long> sizes = text.hidden().shape().sizes();
    int length = Math.toIntExact(sizes.get(1) * sizes.get(2));
    float[] values = Arrays.copyOfRange(text.hidden().values(), row * length, (row + 1) * length);
    return FloatTensor.of(values, 1, sizes.get(1), sizes.get(2));
  }
}
