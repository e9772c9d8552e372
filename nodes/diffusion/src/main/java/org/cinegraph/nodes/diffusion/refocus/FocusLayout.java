package org.cinegraph.nodes.diffusion.refocus;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// Groups and their regions as the attentions of a sampling see them, once for all its steps.
///
/// @param words in a row of the text
/// @param regions one for each group, 0 to 1 at each place
/// @param channels a row for each word of each group, and behind those of a group their mean
record FocusLayout(
    List<Group> groups, MapShape shape, int words, List<float[]> regions, List<Channel> channels) {

  /// What a group's attention is looked at by.
  ///
  /// @param start of the words that are averaged
  record Channel(int group, int start, int end, boolean mean) {}

  /// @param planes the plan's own, if it has any: [planes, height, width]
  /// @throws NodeFailure a region is of another size or has no place in the maps
  static FocusLayout of(
      RefocusPlan plan, FloatTensor planes, Canvas canvas, MapShape shape, int words)
      throws NodeFailure {
    requireSize(plan, planes, canvas);
    List<float[]> regions = new ArrayList<>();
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < plan.groups().size(); i++) {
      Group group = plan.groups().get(i);
      float[] region = RegionMap.of(group.region(), planes, canvas.width(), canvas.height(), shape);
      requirePlace(group, region, shape, plan.factor());
      regions.add(region);
      for (int word = group.start(); word < group.end(); word++) {
        channels.add(new Channel(i, word, word + 1, false));
      }
      channels.add(new Channel(i, group.start(), group.end(), true));
    }
    return new FocusLayout(plan.groups(), shape, words, regions, channels);
  }

  private static void requireSize(RefocusPlan plan, FloatTensor planes, Canvas canvas)
      throws NodeFailure {
    boolean any = plan.groups().stream().anyMatch(group -> group.region() instanceof Region.Plane);
    List<Long> sizes = planes.shape().sizes();
    if (any && (sizes.get(1) != canvas.height() || sizes.get(2) != canvas.width())) {
      throw NodeFailure.user(
          "region-size",
          "Input conditioning: its regions were expected to be %d×%d pixels, as what is made, found %d×%d. Give refocus-attention masks of that size; `resize` makes them."
              .formatted(canvas.width(), canvas.height(), sizes.get(2), sizes.get(1)));
    }
  }

  private static void requirePlace(Group group, float[] region, MapShape shape, int factor)
      throws NodeFailure {
    for (float share : region) {
      if (share > 0) {
        return;
      }
    }
    throw NodeFailure.user(
        "region-empty",
        "Input conditioning: the region of group \"%s\" has no place among the %d×%d that attention of factor %d sees. Make it larger, or take a smaller factor."
            .formatted(group.name(), shape.columns(), shape.rows(), factor));
  }

  int places() {
    return shape.places();
  }
}
