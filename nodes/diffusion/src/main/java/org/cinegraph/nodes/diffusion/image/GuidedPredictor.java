package org.cinegraph.nodes.diffusion.image;

import java.util.Arrays;
import java.util.Optional;
import org.cinegraph.nodes.diffusion.guide.Guidance;
import org.cinegraph.nodes.diffusion.unet.UNet2DConditionModel.Added;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.artifact.Conditioning;

/// A denoiser with its text and classifier-free guidance. Samples are asked one by one, so that
/// each becomes bit for bit what it is alone.
///
/// @param text row 0 what to make, row 1 what to lead away from
/// @param timeIds [2, numbers], for models that are told them
/// @param shape of one sample, [1, channels, rows, columns]
public record GuidedPredictor(
    NoisePredictor predictor,
    Conditioning text,
    Optional<FloatTensor> timeIds,
    Guidance guidance,
    Shape shape) {
  /// @param call of so many that are made
  /// @param x samples one behind another
  float[] at(int call, int calls, float[] x, float timestep)
      throws NodeFailure, InterruptedException {
    // A scale of 1 or less is no guidance, as diffusers has it.
    boolean guided = guidance.scale() > 1 && guidance.at(call, calls);
    int length = Math.toIntExact(shape.elements());
    float[] output = new float[x.length];
    for (int start = 0; start < x.length; start += length) {
      float[] sample = Arrays.copyOfRange(x, start, start + length);
      float[] answer = guided ? both(sample, timestep) : ask(sample, timestep, 1);
      System.arraycopy(guided ? guidance.combine(answer) : answer, 0, output, start, length);
    }
    return output;
  }

  private float[] both(float[] sample, float timestep) throws NodeFailure, InterruptedException {
    float[] twice = Arrays.copyOf(sample, 2 * sample.length);
    System.arraycopy(sample, 0, twice, sample.length, sample.length);
    return ask(twice, timestep, 2);
  }

  private float[] ask(float[] x, float timestep, int batch)
      throws NodeFailure, InterruptedException {
    long[] sizes = shape.toArray();
    sizes[0] = batch;
    float[] timesteps = new float[batch];
    Arrays.fill(timesteps, timestep);
    Optional<Added> added =
        timeIds.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Added(
                    text.pooled().orElseThrow().firstRows(batch), timeIds.get().firstRows(batch)));
    return predictor
        .predict(
            FloatTensor.of(x, sizes),
            FloatTensor.of(timesteps, batch),
            text.hidden().firstRows(batch),
            added)
        .values();
  }
}
