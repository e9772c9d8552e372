package org.cinegraph.nodes.diffusion.kl;

import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// How a picture is worked on in tiles: as diffusers' `enable_tiling` has it, they overlap by a
/// quarter, are computed each for itself, row by row, and blended where they overlap. A picture no
/// larger than a tile is one tile.
///
/// Lengths of the source are pixels when it encodes and latents when it decodes, those of the
/// target the other way round.
///
/// @param height of the source
/// @param width of the source
/// @param size side of a tile in the source
/// @param blend width of the overlap in the target
/// @param keep side of what a tile adds to the target
public record TileGrid(int height, int width, int size, int blend, int keep) {
  private static final int QUARTERS = 4;

  /// @param tile side of a tile in pixels; 0 for one that is as large as the picture
  /// @throws NodeFailure tiles of that side cannot be a quarter over each other
  public static TileGrid decoding(AutoencoderKL autoencoder, int tile, int rows, int columns)
      throws NodeFailure {
    return decoding(autoencoder.scale(), tile, rows, columns);
  }

  /// As above, of any autoencoder.
  ///
  /// @param scale pixels a side for one latent
  public static TileGrid decoding(int scale, int tile, int rows, int columns) throws NodeFailure {
    requireQuarters(tile, scale);
    if (tile == 0 || Math.max(rows, columns) <= tile / scale) {
      return whole(rows, columns, scale, 1);
    }
    return new TileGrid(rows, columns, tile / scale, tile / QUARTERS, tile - tile / QUARTERS);
  }

  /// As [#decoding], of pixels.
  public static TileGrid encoding(AutoencoderKL autoencoder, int tile, int height, int width)
      throws NodeFailure {
    int scale = autoencoder.scale();
    requireQuarters(tile, scale);
    if (tile == 0 || Math.max(height, width) <= tile) {
      return whole(height, width, 1, scale);
    }
    int latents = tile / scale;
    return new TileGrid(height, width, tile, latents / QUARTERS, latents - latents / QUARTERS);
  }

  private static TileGrid whole(int height, int width, int up, int down) {
    int side = Math.max(height, width);
    return new TileGrid(height, width, side, 0, Math.ceilDiv(side * up, down));
  }

  private static void requireQuarters(int tile, int scale) throws NodeFailure {
    int unit = QUARTERS * scale;
    if (tile < 0 || tile % unit != 0) {
      int below = Math.max(0, tile / unit * unit);
      throw NodeFailure.user(
          "tile-size",
          "Parameter tile was expected to be a multiple of %d pixels, so that a quarter of it is whole latents of this model, found %d. The nearest: %s."
              .formatted(unit, tile, below == 0 ? unit : below + " and " + (below + unit)));
    }
  }

  private boolean isWhole() {
    return height <= size && width <= size;
  }

  private int step() {
    return size - size / QUARTERS;
  }

  int down() {
    return isWhole() ? 1 : Math.ceilDiv(height, step());
  }

  int across() {
    return isWhole() ? 1 : Math.ceilDiv(width, step());
  }

  public int tiles() {
    return down() * across();
  }

  /// What a tile is computed of.
  public FloatTensor cut(FloatTensor source, int tile) {
    return Planes.cut(source, row(tile) * step(), column(tile) * step(), size, size);
  }

  int row(int tile) {
    return tile / across();
  }

  int column(int tile) {
    return tile % across();
  }

  /// Where in the target stands what a tile adds.
  public int top(int tile) {
    return row(tile) * keep;
  }

  public int left(int tile) {
    return column(tile) * keep;
  }
}
