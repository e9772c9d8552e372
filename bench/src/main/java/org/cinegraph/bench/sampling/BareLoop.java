package org.cinegraph.bench.sampling;

import java.io.IOException;
import java.nio.file.Path;
import org.cinegraph.nodes.diffusion.toybox.ToyboxVideoTransformer;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.noise.TorchNoise;

/// The network that `sample-latents` calls, called as often with nothing around it: no solver, no
/// progress, no preview, no checkpoint, no file.
final class BareLoop implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;

  private final ToyboxVideoTransformer transformer;
  private final Conditioning text;
  private final FloatTensor both;

  private BareLoop(ToyboxVideoTransformer transformer, Conditioning text, FloatTensor both) {
    this.transformer = transformer;
    this.text = text;
    this.both = both;
  }

  /// @param encoded a conditioning for the package
  static BareLoop open(Path toybox, Path encoded) throws NodeFailure, IOException {
    ModelPackage model = ModelPackage.open("toybox", toybox);
    ToyboxVideoTransformer transformer =
        ToyboxVideoTransformer.load(model.part("transformer")).model();
    Conditioning text =
        Conditioning.read(encoded, "conditioning", transformer.config().textWidth());
    float[] noise = TorchNoise.seeded(7).normal(transformer.latents()).values();
    float[] both = new float[2 * noise.length];
    System.arraycopy(noise, 0, both, 0, noise.length);
    System.arraycopy(noise, 0, both, noise.length, noise.length);
    long[] sizes = transformer.latents().toArray();
    sizes[0] = 2;
    return new BareLoop(transformer, text, FloatTensor.of(both, sizes));
  }

  double seconds(int steps) throws NodeFailure {
    long begun = System.nanoTime();
    for (int step = 0; step < steps; step++) {
      float t = (float) step / steps;
      transformer.velocity(both, FloatTensor.of(new float[] {t, t}, 2), text);
    }
    return (System.nanoTime() - begun) / NANOS_PER_SECOND;
  }

  @Override
  public void close() {
    transformer.close();
  }
}
