package org.cinegraph.nodes.diffusion.wanvae;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.video.chunk.ChunkList;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.tensor.FrameTensor;

/// Decodes the latents of a video; each latent frame is a step. Memory does not grow with the
/// length: what the network remembers and less than a chunk of frames.
public final class DecodeClip implements StepLoop<DecodeClip.State>, AutoCloseable {
  private final NodeContext context;
  private final AutoencoderKLWan autoencoder;
  private final FloatTensor latents;
  private final VideoFormat format;
  private final OpenPasts pasts = new OpenPasts();

  /// @param latents as the generator has them: [1, channels, frames, rows, columns]
  private DecodeClip(
      NodeContext context, AutoencoderKLWan autoencoder, FloatTensor latents, VideoFormat format) {
    this.context = context;
    this.autoencoder = autoencoder;
    this.latents = latents;
    this.format = format;
  }

  /// @param past of what is decoded, closed when the loop ends
  record State(FrameQueue frames, CausalPast past) {}

  /// @param latents as the generator has them: [1, channels, frames, rows, columns]
  /// @return the video artifact
  public static ArtifactReference run(
      NodeContext context, AutoencoderKLWan autoencoder, FloatTensor latents, VideoFormat format)
      throws NodeFailure, IOException, InterruptedException {
    try (DecodeClip loop = new DecodeClip(context, autoencoder, latents, format)) {
      return context.loop(loop).frames().finish(context);
    }
  }

  @Override
  public int steps() {
    return Clips.frames(latents);
  }

  @Override
  public State start() throws NodeFailure {
    return new State(
        new FrameQueue(ChunkList.empty(format), List.of()), pasts.add(autoencoder.nothing()));
  }

  @Override
  public State step(int step, State before) throws NodeFailure, IOException, InterruptedException {
    FloatTensor latent = Clips.cut(latents, step, 1);
    AutoencoderKLWan.Made made = autoencoder.decode(latent, before.past(), context::leaveIfOver);
    CausalPast past = pasts.add(made.past());
    FrameQueue frames = before.frames().with(context, FrameTensor.toFrames(made.values()));
    pasts.close(before.past());
    return new State(frames, past);
  }

  @Override
  public void save(State state, DataOutput out) throws IOException {
    state.frames().save(out);
    state.past().save(out);
  }

  @Override
  public State restore(DataInput in) throws IOException {
    return new State(FrameQueue.restore(in), pasts.add(autoencoder.restore(in)));
  }

  @Override
  public List<ArtifactReference.Part> artifacts(State state) {
    return state.frames().written().parts();
  }

  @Override
  public void close() {
    pasts.close();
  }
}
