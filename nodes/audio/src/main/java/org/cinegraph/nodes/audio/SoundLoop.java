package org.cinegraph.nodes.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.audio.stable.AutoencoderOobleck;
import org.cinegraph.nodes.diffusion.image.ImageSampling;
import org.cinegraph.nodes.diffusion.solver.SolverState;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;

/// The steps of a sampling, and behind them the pieces of the sounds that it made.
///
/// @param shape of the latents of one sound
/// @param count of sounds
record SoundLoop(
    NodeContext context,
    ImageSampling sampling,
    AutoencoderOobleck autoencoder,
    Shape shape,
    int count,
    DecodePieces.Cut cut)
    implements StepLoop<SoundLoop.State> {
  /// @param solver as far as the sampling is; it stays when that is done
  /// @param pieces that are decoded
  record State(SolverState solver, List<ArtifactReference> pieces) {
    State {
      pieces = List.copyOf(pieces);
    }
  }

  /// [sounds, channels, length]
  FloatTensor latents(State state) {
    return latents(state.solver().x());
  }

  private FloatTensor latents(float[] values) {
    long[] sizes = shape.toArray();
    sizes[0] = count;
    return FloatTensor.of(values, sizes);
  }

  DecodePieces pieces(State state) {
    return new DecodePieces(context, autoencoder, latents(state), cut);
  }

  @Override
  public int steps() {
    // How many pieces there are does not depend on what is in them.
    float[] any = new float[Math.toIntExact(count * shape.elements())];
    return sampling.steps() + new DecodePieces(context, autoencoder, latents(any), cut).steps();
  }

  @Override
  public State start() {
    return new State(sampling.start(), List.of());
  }

  @Override
  public State step(int step, State state) throws NodeFailure, IOException, InterruptedException {
    if (step < sampling.steps()) {
      return new State(sampling.step(step, state.solver()), List.of());
    }
    return new State(state.solver(), pieces(state).step(step - sampling.steps(), state.pieces()));
  }

  @Override
  public void save(State state, DataOutput out) throws IOException {
    sampling.save(state.solver(), out);
    pieces(state).save(state.pieces(), out);
  }

  @Override
  public State restore(DataInput in) throws IOException {
    return new State(sampling.restore(in), DecodePieces.read(in));
  }

  @Override
  public List<ArtifactReference.Part> artifacts(State state) {
    return pieces(state).artifacts(state.pieces());
  }
}
