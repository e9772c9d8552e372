package org.cinegraph.nodes.diffusion.kl;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// Encodes an image tile by tile; each tile is a step.
public final class EncodeTiles implements StepLoop<EncodeTiles.State> {
  private final AutoencoderKL autoencoder;
  private final FloatTensor image;
  private final TileGrid grid;

  /// @param image [1, 3, height, width], -1 to 1, of sides that the scale divides
  public EncodeTiles(AutoencoderKL autoencoder, FloatTensor image, TileGrid grid) {
    this.autoencoder = autoencoder;
    this.image = image;
    this.grid = grid;
  }

  /// @param moments mean and logvar of the latents as far as they are known
  public record State(FloatTensor moments, TileSeams seams) {
    /// What the encoder says when all tiles are done.
    public EncodedImage encoded() {
      return EncodedImage.of(moments);
    }
  }

  @Override
  public int steps() {
    return grid.tiles();
  }

  @Override
  public State start() {
    int scale = autoencoder.scale();
    FloatTensor moments =
        Planes.blank(
            image,
            2L * autoencoder.latentChannels(),
            Planes.height(image) / scale,
            Planes.width(image) / scale);
    return new State(moments, TileSeams.start(grid));
  }

  @Override
  public State step(int step, State before) throws NodeFailure {
    FloatTensor computed = autoencoder.moments(grid.cut(image, step));
    TileSeams.Blended blended = before.seams().add(grid, step, computed);
    FloatTensor moments =
        FloatTensor.of(before.moments().shape(), before.moments().values().clone());
    Planes.paste(blended.kept(), moments, grid.top(step), grid.left(step));
    return new State(moments, blended.seams());
  }

  @Override
  public void save(State state, DataOutput out) throws IOException {
    SavedTensor.write(state.moments(), out);
    state.seams().save(out);
  }

  @Override
  public State restore(DataInput in) throws IOException {
    return new State(SavedTensor.read(in), TileSeams.restore(in));
  }
}
