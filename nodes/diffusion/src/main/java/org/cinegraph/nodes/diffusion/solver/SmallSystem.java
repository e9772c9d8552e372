package org.cinegraph.nodes.diffusion.solver;

/// A Vandermonde system of two or three equations: row j is the j-th powers of the ratios.
final class SmallSystem {
  private SmallSystem() {}

  /// Gauss with pivots, in 64 bits.
  static float[] solve(float[] ratios, float[] right, int size) {
    double[][] rows = new double[size][size + 1];
    for (int j = 0; j < size; j++) {
      for (int k = 0; k < size; k++) {
        rows[j][k] = (float) Math.pow(ratios[k], j);
      }
      rows[j][size] = right[j];
    }
    for (int column = 0; column < size; column++) {
      swap(rows, column, pivot(rows, column));
      for (int row = 0; row < size; row++) {
        if (row != column) {
          eliminate(rows[row], rows[column], column);
        }
      }
    }
    float[] solution = new float[size];
    for (int i = 0; i < size; i++) {
      solution[i] = (float) (rows[i][size] / rows[i][i]);
    }
    return solution;
  }

  private static int pivot(double[][] rows, int column) {
    int best = column;
    for (int row = column + 1; row < rows.length; row++) {
      if (Math.abs(rows[row][column]) > Math.abs(rows[best][column])) {
        best = row;
      }
    }
    return best;
  }

  private static void swap(double[][] rows, int one, int other) {
    double[] kept = rows[one];
    rows[one] = rows[other];
    rows[other] = kept;
  }

  private static void eliminate(double[] row, double[] by, int column) {
    double factor = row[column] / by[column];
    for (int i = column; i < row.length; i++) {
      row[i] -= factor * by[i];
    }
  }
}
