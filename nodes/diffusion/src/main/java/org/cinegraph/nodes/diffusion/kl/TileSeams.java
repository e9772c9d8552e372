package org.cinegraph.nodes.diffusion.kl;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// What tiles still to come are blended with: of each tile above the lower edge, of the tile before
/// the right one. Between two tiles it is all that has to be remembered of those that are done.
///
/// @param above one for each column; empty ones above the first row
/// @param before empty before the first column
public record TileSeams(List<FloatTensor> above, FloatTensor before) {
  private static final FloatTensor NONE = FloatTensor.of(new float[0], 0, 0, 0, 0);

  public TileSeams {
    above = List.copyOf(above);
  }

  /// What a tile adds to the target, and the seams for the next one.
  ///
  /// @param kept without what the tiles to the right and below blend in
  public record Blended(FloatTensor kept, TileSeams seams) {}

  public static TileSeams start(TileGrid grid) {
    return new TileSeams(Collections.nCopies(grid.across(), NONE), NONE);
  }

  /// Takes the next tile in.
  ///
  /// @param computed its values, given up by the caller
  public Blended add(TileGrid grid, int tile, FloatTensor computed) {
    int column = grid.column(tile);
    if (grid.row(tile) > 0) {
      blendDown(above.get(column), computed, grid.blend());
    }
    if (column > 0) {
      blendAcross(before, computed, grid.blend());
    }
    int height = Planes.height(computed);
    int width = Planes.width(computed);
    List<FloatTensor> next = new ArrayList<>(above);
    int lower = Math.max(0, height - grid.blend());
    next.set(column, Planes.cut(computed, lower, 0, height, width));
    int right = Math.max(0, width - grid.blend());
    boolean last = column == grid.across() - 1;
    FloatTensor edge = last ? NONE : Planes.cut(computed, 0, right, height, width);
    FloatTensor kept = Planes.cut(computed, 0, 0, grid.keep(), grid.keep());
    return new Blended(kept, new TileSeams(next, edge));
  }

  private static void blendDown(FloatTensor a, FloatTensor b, int most) {
    int width = Planes.width(b);
    int extent = Math.min(most, Math.min(Planes.height(a), Planes.height(b)));
    for (int line = 0; line < Planes.count(b) * extent; line++) {
      int plane = line / extent;
      int y = line % extent;
      int from = (plane * Planes.height(a) + Planes.height(a) - extent + y) * width;
      int to = (plane * Planes.height(b) + y) * width;
      float near = (float) (1 - (double) y / extent);
      float far = (float) ((double) y / extent);
      for (int x = 0; x < width; x++) {
        b.values()[to + x] = a.values()[from + x] * near + b.values()[to + x] * far;
      }
    }
  }

  private static void blendAcross(FloatTensor a, FloatTensor b, int most) {
    int extent = Math.min(most, Math.min(Planes.width(a), Planes.width(b)));
    for (int line = 0; line < Planes.count(b) * Planes.height(b); line++) {
      int from = (line + 1) * Planes.width(a) - extent;
      int to = line * Planes.width(b);
      for (int x = 0; x < extent; x++) {
        float near = (float) (1 - (double) x / extent);
        float far = (float) ((double) x / extent);
        b.values()[to + x] = a.values()[from + x] * near + b.values()[to + x] * far;
      }
    }
  }

  public void save(DataOutput out) throws IOException {
    out.writeInt(above.size());
    for (FloatTensor edge : above) {
      SavedTensor.write(edge, out);
    }
    SavedTensor.write(before, out);
  }

  public static TileSeams restore(DataInput in) throws IOException {
    List<FloatTensor> above = new ArrayList<>();
    int columns = in.readInt();
    for (int i = 0; i < columns; i++) {
      above.add(SavedTensor.read(in));
    }
    return new TileSeams(above, SavedTensor.read(in));
  }
}
