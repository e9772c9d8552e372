package org.cinegraph.nodes.diffusion.image;

import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// What SDXL is told of the picture beside the text: the size of the original that it pretends to
/// be, where that was cropped, and the size to make. Its refiner is told an aesthetic score in
/// place of the last.
///
/// @param original width and height
/// @param crop left and top
/// @param target width and height
/// @param score of what to make
/// @param absentScore of what guidance leads away from
public record TimeIds(
    List<Double> original,
    List<Double> crop,
    List<Double> target,
    double score,
    double absentScore) {
  private static final int OF_SIZES = 6;
  private static final int OF_SCORES = 5;

  public TimeIds {
    original = List.copyOf(original);
    crop = List.copyOf(crop);
    target = List.copyOf(target);
  }

  /// @param numbers that the model is told
  /// @return [2, numbers]: for what to make, and for what to lead away from
  public FloatTensor rows(int numbers) throws NodeFailure {
    if (numbers != OF_SIZES && numbers != OF_SCORES) {
      throw NodeFailure.user(
          "unknown-architecture",
          "The UNet2DConditionModel is told %d numbers beside the text; known here: %d of SDXL, %d of its refiner. The conditioning may be of another family: encode the prompt with the model that this node uses."
              .formatted(numbers, OF_SIZES, OF_SCORES));
    }
    float[] both = new float[2 * numbers];
    for (int row = 0; row < 2; row++) {
      fill(both, row * numbers, original);
      fill(both, row * numbers + 2, crop);
      if (numbers == OF_SIZES) {
        fill(both, row * numbers + 4, target);
      } else {
        both[row * numbers + 4] = (float) (row == 0 ? score : absentScore);
      }
    }
    return FloatTensor.of(both, 2, numbers);
  }

  /// The network is told rows before columns.
  private static void fill(float[] into, int at, List<Double> pair) {
    into[at] = pair.get(1).floatValue();
    into[at + 1] = pair.get(0).floatValue();
  }
}
