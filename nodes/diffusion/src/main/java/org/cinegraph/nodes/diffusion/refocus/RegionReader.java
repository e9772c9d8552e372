package org.cinegraph.nodes.diffusion.refocus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.video.mask.Mask;
import org.cinegraph.nodes.video.still.LabelMap;

/// Turns what authors say of regions into planes of pixels.
final class RegionReader {
  /// Labels of a parse of people (ATR, as SCHP draws it) go from 0 to this.
  private static final int MOST_LABEL = 17;

  private static final int LIGHTEST = 255;

  private final NodeContext context;
  private final List<ArtifactReference> masks;
  private final Optional<LabelMap> parse;
  private final List<float[]> planes = new ArrayList<>();
  private int width;
  private int height;

  RegionReader(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    this.context = context;
    this.masks = context.artifacts("masks");
    this.parse =
        context.input("parse").isPresent()
            ? Optional.of(LabelMap.read(context, "parse"))
            : Optional.empty();
  }

  /// @return empty if the group's labels are nowhere
  Optional<Region> read(GroupReader.Written group)
      throws NodeFailure, IOException, InterruptedException {
    return switch (group.where()) {
      case GroupReader.Where.InBox(Region.Box box) -> Optional.of(box);
      case GroupReader.Where.InMask(int index) -> Optional.of(mask(group, index));
      case GroupReader.Where.AtLabels(List<Integer> labels) -> labels(group, labels);
    };
  }

  /// All planes that regions speak of, [planes, height, width].
  Optional<FloatTensor> planes() {
    if (planes.isEmpty()) {
      return Optional.empty();
    }
    float[] all = new float[planes.size() * width * height];
    for (int i = 0; i < planes.size(); i++) {
      System.arraycopy(planes.get(i), 0, all, i * width * height, width * height);
    }
    return Optional.of(FloatTensor.of(all, planes.size(), height, width));
  }

  private Region mask(GroupReader.Written group, int index)
      throws NodeFailure, IOException, InterruptedException {
    if (index < 0 || index >= masks.size()) {
      throw NodeFailure.user(
          "refocus-region",
          "%s.mask was expected to be the number of one of the %d masks, counted from 0, found %d."
              .formatted(group.place(), masks.size(), index));
    }
    Mask mask = Mask.read(context, masks.get(index), "masks");
    float[] plane = new float[mask.levels().length];
    boolean empty = true;
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (mask.levels()[i] & 0xff) / (float) LIGHTEST;
      empty &= plane[i] == 0;
    }
    if (empty) {
      throw NodeFailure.user(
          "region-empty",
          "%s has mask %d, which is black. Take one that is white where the group is to be seen."
              .formatted(group.place(), index));
    }
    return add(group, plane, mask.width(), mask.height());
  }

  private Optional<Region> labels(GroupReader.Written group, List<Integer> labels)
      throws NodeFailure {
    for (int label : labels) {
      if (label < 0 || label > MOST_LABEL) {
        throw NodeFailure.user(
            "refocus-region",
            "%s.labels was expected to have labels from 0 to %d, found %d."
                .formatted(group.place(), MOST_LABEL, label));
      }
    }
    LabelMap map =
        parse.orElseThrow(() ->
            NodeFailure.user(
                "input-missing",
                "%s has labels, which are those of a parse map, found no input parse. Link one, or give a box or a mask."
                    .formatted(group.place())));
    float[] plane = new float[map.labels().length];
    TreeSet<Integer> there = new TreeSet<>();
    boolean empty = true;
    for (int i = 0; i < plane.length; i++) {
      there.add(map.labels()[i]);
      plane[i] = labels.contains(map.labels()[i]) ? 1 : 0;
      empty &= plane[i] == 0;
    }
    if (empty) {
      return missing(group, labels, there);
    }
    return Optional.of(add(group, plane, map.width(), map.height()));
  }

  private Optional<Region> missing(
      GroupReader.Written group, List<Integer> labels, TreeSet<Integer> there) throws NodeFailure {
    String what =
        "%s (\"%s\") has the labels %s, of which the parse map has none; it has %s."
            .formatted(group.place(), group.name(), labels, there);
    if (context.parameters().text("missing").equals(RefocusAttention.LEAVE_OUT)) {
      context.log(what + " The group is left out.");
      return Optional.empty();
    }
    throw NodeFailure.user(
        "region-empty",
        what + " Take it out, or set missing to " + RefocusAttention.LEAVE_OUT + ".");
  }

  private Region add(GroupReader.Written group, float[] plane, int wide, int high)
      throws NodeFailure {
    if (!planes.isEmpty() && (wide != width || high != height)) {
      throw NodeFailure.user(
          "size-mismatch",
          "%s has a region of %d×%d pixels, those before it are %d×%d. Bring all to the size of what is made, with `resize`."
              .formatted(group.place(), wide, high, width, height));
    }
    width = wide;
    height = high;
    planes.add(plane);
    return new Region.Plane(planes.size() - 1);
  }
}
