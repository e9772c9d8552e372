package org.cinegraph.nodes.diffusion.wanvae;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.nodes.diffusion.kl.SavedTensor;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.tensor.FrameTensor;

/// Encodes a video; each latent frame is a step, for which one or four frames are read.
public final class EncodeClip implements StepLoop<EncodeClip.State>, AutoCloseable {
  private final NodeContext context;
  private final AutoencoderKLWan autoencoder;
  private final ChunkReader video;
  private final int frames;
  private final OpenPasts pasts = new OpenPasts();

  /// The frame that the reader stands before; safe to lose.
  private long position = -1;

  private EncodeClip(
      NodeContext context, AutoencoderKLWan autoencoder, ChunkReader video, int frames) {
    this.context = context;
    this.autoencoder = autoencoder;
    this.video = video;
    this.frames = frames;
  }

  /// @param means of the latent frames so far, as the encoder gives them
  /// @param past of what is encoded, closed when the loop ends
  record State(List<FloatTensor> means, CausalPast past) {
    State {
      means = List.copyOf(means);
    }
  }

  /// @param frames from the first on; one more than a multiple of four
  /// @return the latents as the generator has them: [1, channels, frames, rows, columns]
  public static FloatTensor run(
      NodeContext context, AutoencoderKLWan autoencoder, ChunkReader video, int frames)
      throws NodeFailure, IOException, InterruptedException {
    try (EncodeClip loop = new EncodeClip(context, autoencoder, video, frames)) {
      return autoencoder.normalised(Clips.joined(context.loop(loop).means()));
    }
  }

  @Override
  public int steps() {
    return (frames - 1) / AutoencoderKLWan.FRAMES + 1;
  }

  @Override
  public State start() throws NodeFailure {
    return new State(List.of(), pasts.add(autoencoder.nothing()));
  }

  @Override
  public State step(int step, State before) throws NodeFailure, IOException, InterruptedException {
    int first = step == 0 ? 0 : 1 + (step - 1) * AutoencoderKLWan.FRAMES;
    FloatTensor piece = read(first, step == 0 ? 1 : AutoencoderKLWan.FRAMES);
    AutoencoderKLWan.Made made = autoencoder.encode(piece, before.past(), context::leaveIfOver);
    List<FloatTensor> means = new ArrayList<>(before.means());
    means.add(Clips.firstChannels(made.values(), autoencoder.latentChannels()));
    CausalPast past = pasts.add(made.past());
    pasts.close(before.past());
    return new State(means, past);
  }

  private FloatTensor read(int first, int count)
      throws NodeFailure, IOException, InterruptedException {
    if (position != first) {
      goTo(first);
    }
    List<FloatTensor> pictures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Frame frame = next();
      pictures.add(
          FrameTensor.of(frame).reshape(1, Frame.CHANNELS, 1, frame.height(), frame.width()));
    }
    return Clips.joined(pictures);
  }

  private void goTo(int first) throws NodeFailure, IOException, InterruptedException {
    int chunk = 0;
    position = 0;
    while (position + video.framesOf(chunk) <= first) {
      position += video.framesOf(chunk);
      chunk++;
    }
    video.seek(chunk);
    while (position < first) {
      next();
    }
  }

  private Frame next() throws NodeFailure, IOException, InterruptedException {
    Frame frame = video.next().orElseThrow();
    position++;
    return frame;
  }

  @Override
  public void save(State state, DataOutput out) throws IOException {
    out.writeInt(state.means().size());
    for (FloatTensor mean : state.means()) {
      SavedTensor.write(mean, out);
    }
    state.past().save(out);
  }

  @Override
  public State restore(DataInput in) throws IOException {
    List<FloatTensor> means = new ArrayList<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      means.add(SavedTensor.read(in));
    }
    return new State(means, pasts.add(autoencoder.restore(in)));
  }

  @Override
  public void close() {
    pasts.close();
  }
}
