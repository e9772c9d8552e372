package org.cinegraph.nodes.diffusion.kl;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.Png;
import org.cinegraph.nodes.video.tensor.FrameTensor;

/// Decodes latents image by image and tile by tile; each tile is a step. An image is stored as a
/// PNG when its last tile is done.
public final class DecodeTiles implements StepLoop<DecodeTiles.State> {
  private final NodeContext context;
  private final AutoencoderKL autoencoder;
  private final FloatTensor latents;
  private final TileGrid grid;

  /// @param latents normalised: [images, channels, rows, columns]
  public DecodeTiles(
      NodeContext context, AutoencoderKL autoencoder, FloatTensor latents, TileGrid grid) {
    this.context = context;
    this.autoencoder = autoencoder;
    this.latents = latents;
    this.grid = grid;
  }

  /// @param images those that are done
  /// @param picture the one that is not, as far as it is
  /// @param seams of its tiles
  public record State(List<ArtifactReference> images, Frame picture, TileSeams seams) {
    public State {
      images = List.copyOf(images);
    }
  }

  @Override
  public int steps() {
    return Math.multiplyExact(Math.toIntExact(latents.shape().sizes().getFirst()), grid.tiles());
  }

  @Override
  public State start() {
    return begin(List.of());
  }

  private State begin(List<ArtifactReference> images) {
    int scale = autoencoder.scale();
    Frame blank = Frame.blank(scale * Planes.width(latents), scale * Planes.height(latents));
    return new State(images, blank, TileSeams.start(grid));
  }

  @Override
  public State step(int step, State before) throws NodeFailure, IOException, InterruptedException {
    int tile = step % grid.tiles();
    FloatTensor image = Planes.item(latents, step / grid.tiles());
    FloatTensor decoded = autoencoder.decode(grid.cut(image, tile));
    TileSeams.Blended blended = before.seams().add(grid, tile, decoded);
    Frame picture = with(before.picture(), blended.kept(), grid.top(tile), grid.left(tile));
    if (tile < grid.tiles() - 1) {
      return new State(before.images(), picture, blended.seams());
    }
    List<ArtifactReference> images = new ArrayList<>(before.images());
    images.add(stored(picture));
    return begin(images);
  }

  /// A copy of the picture with a piece at its place.
  private static Frame with(Frame before, FloatTensor kept, int top, int left) {
    byte[] rgb = before.rgb().clone();
    Frame piece = FrameTensor.toFrame(kept);
    int length = piece.width() * Frame.CHANNELS;
    for (int y = 0; y < piece.height(); y++) {
      int target = ((top + y) * before.width() + left) * Frame.CHANNELS;
      System.arraycopy(piece.rgb(), y * length, rgb, target, length);
    }
    return new Frame(before.width(), before.height(), rgb);
  }

  private ArtifactReference stored(Frame picture) throws IOException, InterruptedException {
    Path file = Files.createTempFile(context.temporaryFolder(), "image", ".png");
    Files.write(file, Png.encode(picture));
    return context.store(file, Png.MEDIA_TYPE);
  }

  @Override
  public void save(State state, DataOutput out) throws IOException {
    out.writeInt(state.images().size());
    for (ArtifactReference image : state.images()) {
      out.write(image.digest().bytes());
      out.writeLong(image.bytes());
    }
    out.write(state.picture().rgb());
    state.seams().save(out);
  }

  @Override
  public State restore(DataInput in) throws IOException {
    List<ArtifactReference> images = new ArrayList<>();
    int done = in.readInt();
    for (int i = 0; i < done; i++) {
      byte[] digest = new byte[Digest.BYTES];
      in.readFully(digest);
      images.add(
          new ArtifactReference(
              Digest.ofDigestBytes(digest), in.readLong(), Png.MEDIA_TYPE, List.of()));
    }
    Frame picture = begin(images).picture();
    in.readFully(picture.rgb());
    return new State(images, picture, TileSeams.restore(in));
  }

  @Override
  public List<ArtifactReference.Part> artifacts(State state) {
    return state.images().stream()
        .map(image -> new ArtifactReference.Part(image.digest(), image.bytes()))
        .toList();
  }
}
