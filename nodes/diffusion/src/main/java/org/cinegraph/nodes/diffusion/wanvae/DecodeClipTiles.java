package org.cinegraph.nodes.diffusion.wanvae;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.diffusion.kl.Planes;
import org.cinegraph.nodes.diffusion.kl.SavedTensor;
import org.cinegraph.nodes.diffusion.kl.TileGrid;
import org.cinegraph.nodes.diffusion.kl.TileSeams;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.video.chunk.ChunkList;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.tensor.FrameTensor;

/// Decodes the latents of a video tile by tile, as diffusers' `enable_tiling` has it: each tile of
/// each latent frame is a step, and then the joining of all tiles of a latent frame. One tile after
/// the other is decoded through all frames, so that memory holds what the network remembers of one
/// tile; what the tiles became lies in artifacts between.
public final class DecodeClipTiles implements StepLoop<DecodeClipTiles.State>, AutoCloseable {
  private static final String MEDIA_TYPE = "application/octet-stream";
  private static final int COLOURS = 3;

  private final NodeContext context;
  private final AutoencoderKLWan autoencoder;
  private final FloatTensor latents;
  private final TileGrid grid;
  private final VideoFormat format;
  private final OpenPasts pasts = new OpenPasts();

  private DecodeClipTiles(
      NodeContext context,
      AutoencoderKLWan autoencoder,
      FloatTensor latents,
      TileGrid grid,
      VideoFormat format) {
    this.context = context;
    this.autoencoder = autoencoder;
    this.latents = latents;
    this.grid = grid;
    this.format = format;
  }

  /// @param tiles what is decoded, tile after tile and in each frame after frame
  /// @param past of the tile, closed when the loop ends
  record State(FrameQueue frames, List<ArtifactReference.Part> tiles, CausalPast past) {
    State {
      tiles = List.copyOf(tiles);
    }
  }

  /// @param latents as the generator has them: [1, channels, frames, rows, columns]
  /// @return the video artifact
  public static ArtifactReference run(
      NodeContext context,
      AutoencoderKLWan autoencoder,
      FloatTensor latents,
      TileGrid grid,
      VideoFormat format)
      throws NodeFailure, IOException, InterruptedException {
    try (DecodeClipTiles loop = new DecodeClipTiles(context, autoencoder, latents, grid, format)) {
      return context.loop(loop).frames().finish(context);
    }
  }

  private int length() {
    return Clips.frames(latents);
  }

  @Override
  public int steps() {
    return Math.multiplyExact(length(), grid.tiles() + 1);
  }

  @Override
  public State start() throws NodeFailure {
    FrameQueue none = new FrameQueue(ChunkList.empty(format), List.of());
    return new State(none, List.of(), pasts.add(autoencoder.nothing()));
  }

  @Override
  public State step(int step, State before) throws NodeFailure, IOException, InterruptedException {
    int frame = step % length();
    if (step >= length() * grid.tiles()) {
      FloatTensor joined = joined(before.tiles(), frame);
      FrameQueue frames = before.frames().with(context, FrameTensor.toFrames(joined));
      return new State(frames, before.tiles(), before.past());
    }
    FloatTensor latent = Clips.cut(latents, frame, 1);
    long channels = latent.shape().sizes().get(1);
    FloatTensor piece =
        grid.cut(latent.reshape(1, channels, grid.height(), grid.width()), step / length());
    List<Long> sizes = piece.shape().sizes();
    AutoencoderKLWan.Made made =
        autoencoder.decode(
            piece.reshape(1, channels, 1, sizes.get(2), sizes.get(3)),
            before.past(),
            context::leaveIfOver);
    CausalPast past = pasts.add(made.past());
    List<ArtifactReference.Part> tiles = new ArrayList<>(before.tiles());
    tiles.add(stored(made.values()));
    pasts.close(before.past());
    boolean last = frame == length() - 1;
    if (last) {
      pasts.close(past);
    }
    return new State(before.frames(), tiles, last ? pasts.add(autoencoder.nothing()) : past);
  }

  private ArtifactReference.Part stored(FloatTensor values)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile(context.temporaryFolder(), "tile", ".bin");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      SavedTensor.write(values, out);
    }
    ArtifactReference tile = context.store(file, MEDIA_TYPE);
    Files.delete(file);
    return new ArtifactReference.Part(tile.digest(), tile.bytes());
  }

  /// All tiles of a latent frame, blended: [1, 3, frames, height, width].
  private FloatTensor joined(List<ArtifactReference.Part> tiles, int frame)
      throws IOException, InterruptedException {
    TileSeams seams = TileSeams.start(grid);
    FloatTensor whole = FloatTensor.of(new float[0], COLOURS, 0, 0, 0);
    for (int tile = 0; tile < grid.tiles(); tile++) {
      FloatTensor values = read(tiles.get(tile * length() + frame));
      long[] sizes = values.shape().toArray();
      if (tile == 0) {
        FloatTensor like = values.reshape(COLOURS, sizes[2], sizes[3], sizes[4]);
        whole = Planes.blank(like, sizes[2], format.height(), format.width());
      }
      TileSeams.Blended blended =
          seams.add(grid, tile, values.reshape(COLOURS, sizes[2], sizes[3], sizes[4]));
      Planes.paste(blended.kept(), whole, grid.top(tile), grid.left(tile));
      seams = blended.seams();
    }
    long frames = whole.shape().sizes().get(1);
    return whole.reshape(1, COLOURS, frames, format.height(), format.width());
  }

  private FloatTensor read(ArtifactReference.Part part) throws IOException, InterruptedException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(context.fetch(part))))) {
      return SavedTensor.read(in);
    }
  }

  @Override
  public void save(State state, DataOutput out) throws IOException {
    state.frames().save(out);
    out.writeInt(state.tiles().size());
    for (ArtifactReference.Part tile : state.tiles()) {
      out.write(tile.digest().bytes());
      out.writeLong(tile.bytes());
    }
    state.past().save(out);
  }

  @Override
  public State restore(DataInput in) throws IOException {
    FrameQueue frames = FrameQueue.restore(in);
    List<ArtifactReference.Part> tiles = new ArrayList<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      byte[] digest = new byte[Digest.BYTES];
      in.readFully(digest);
      tiles.add(new ArtifactReference.Part(Digest.ofDigestBytes(digest), in.readLong()));
    }
    return new State(frames, tiles, pasts.add(autoencoder.restore(in)));
  }

  @Override
  public List<ArtifactReference.Part> artifacts(State state) {
    List<ArtifactReference.Part> parts = new ArrayList<>(state.frames().written().parts());
    parts.addAll(state.tiles());
    return parts.stream().distinct().toList();
  }

  @Override
  public void close() {
    pasts.close();
  }
}
