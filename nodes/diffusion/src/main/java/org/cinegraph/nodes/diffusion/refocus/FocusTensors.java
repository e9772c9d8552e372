package org.cinegraph.nodes.diffusion.refocus;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// Makes what the text of [AttentionFocus] reads of a layout.
final class FocusTensors {
  private static final FloatTensor ZERO = scalar(0);
  private static final float LEFT_OUT = -1e4f;

  /// Attend-and-Excite's Gaussian of a deviation of a half, whose exponent is not that of a
  /// Gaussian: `-((x / (2 · 0.5))²)`.
  private static final double NEXT = Math.exp(-1);

  private final RefocusPlan plan;
  private final FocusLayout layout;
  private final SequencedMap<String, FloatTensor> tensors = new LinkedHashMap<>();

  FocusTensors(RefocusPlan plan, FocusLayout layout) {
    this.plan = plan;
    this.layout = layout;
    List<FocusLayout.Channel> channels = layout.channels();
    float[] rows = new float[channels.size() * layout.words()];
    float[] targets = new float[channels.size() * layout.places()];
    for (int i = 0; i < channels.size(); i++) {
      FocusLayout.Channel channel = channels.get(i);
      int from = i * layout.words();
      float share = 1f / (channel.end() - channel.start());
      Arrays.fill(rows, from + channel.start(), from + channel.end(), share);
      float[] region = layout.regions().get(channel.group());
      System.arraycopy(region, 0, targets, i * region.length, region.length);
    }
    tensors.put("channels", FloatTensor.of(rows, channels.size(), layout.words()));
    tensors.put("targets", FloatTensor.of(targets, channels.size(), layout.places()));
    tensors.put("heads", ZERO);
  }

  SequencedMap<String, FloatTensor> made() {
    return tensors;
  }

  FocusTensors observe() {
    int channels = layout.channels().size();
    tensors.put(
        AttentionFocus.MAPS,
        FloatTensor.of(new float[layout.places() * channels], layout.places(), channels));
    tensors.put("hola", ZERO);
    return this;
  }

  FocusTensors reweight() {
    float[] scale = new float[layout.words()];
    Arrays.fill(scale, 1);
    for (Group group : layout.groups()) {
      Arrays.fill(scale, group.start(), group.end(), (float) group.weight());
    }
    tensors.put("scale", FloatTensor.of(scale, scale.length));
    return this;
  }

  /// @param noise the share of the training's time that is left, 1 to 0
  FocusTensors modulate(double noise) {
    int groups = layout.groups().size();
    int places = layout.places();
    float[] segments = new float[(groups + 1) * places];
    float[] member = new float[(groups + 1) * layout.words()];
    float[] weights = new float[layout.words()];
    Arrays.fill(segments, groups * places, segments.length, 1);
    for (int i = 0; i < groups; i++) {
      Group group = layout.groups().get(i);
      float[] region = layout.regions().get(i);
      System.arraycopy(region, 0, segments, i * places, places);
      for (int place = 0; place < places; place++) {
        int outside = groups * places + place;
        segments[outside] = Math.min(segments[outside], 1 - region[place]);
      }
      int from = i * layout.words();
      Arrays.fill(member, from + group.start(), from + group.end(), 1);
      Arrays.fill(weights, group.start(), group.end(), (float) group.weight());
    }
    double fading = Math.pow(noise, 5);
    tensors.put("segments", FloatTensor.of(segments, groups + 1, places));
    tensors.put("member", FloatTensor.of(member, groups + 1, layout.words()));
    tensors.put("weights", FloatTensor.of(weights, weights.length));
    tensors.put("area", FloatTensor.of(areas(segments, groups + 1, places), places, 1));
    tensors.put("reach", scalar(plan.pull() * fading));
    tensors.put("reach_self", scalar(plan.pullSelf() * fading));
    return this;
  }

  /// What share of the picture is outside the segments of each place.
  private static float[] areas(float[] segments, int count, int places) {
    float[] areas = new float[places];
    float[] within = new float[places];
    for (int i = 0; i < count; i++) {
      double sum = 0;
      for (int place = 0; place < places; place++) {
        sum += segments[i * places + place];
      }
      float outside = (float) (1 - sum / places);
      for (int place = 0; place < places; place++) {
        areas[place] += segments[i * places + place] * outside;
        within[place] += segments[i * places + place];
      }
    }
    for (int place = 0; place < places; place++) {
      areas[place] /= within[place];
    }
    return areas;
  }

  FocusTensors energy() {
    tensors.put("energy", ZERO);
    switch (plan.energy()) {
      case BOX -> tensors.put("box", boxed());
      case HOLA -> tensors.put("hola_energy", ZERO);
      case HOLA_N -> {
        int end = plan.words().padded() ? plan.words().end() + 1 : plan.words().end();
        tensors.put("kept", range(plan.words().first(), Math.min(end, layout.words()), 0, 1));
      }
      case AE -> excite();
    }
    return this;
  }

  private FloatTensor boxed() {
    float[] shares = new float[layout.channels().size()];
    for (int i = 0; i < shares.length; i++) {
      FocusLayout.Channel channel = layout.channels().get(i);
      Group group = layout.groups().get(channel.group());
      double share = group.weight() / group.tokens() / layout.groups().size();
      shares[i] = channel.mean() ? 0 : (float) share;
    }
    return FloatTensor.of(shares, shares.length);
  }

  private void excite() {
    List<FocusLayout.Channel> single =
        layout.channels().stream().filter(channel -> !channel.mean()).toList();
    float[] rows = new float[single.size() * layout.words()];
    for (int i = 0; i < single.size(); i++) {
      rows[i * layout.words() + single.get(i).start()] = 1;
    }
    int end = plan.words().padded() ? layout.words() - 1 : plan.words().end();
    tensors.put("excited", FloatTensor.of(rows, single.size(), layout.words()));
    tensors.put("left_out", range(plan.words().first(), end, LEFT_OUT, 0));
    tensors.put(
        "mean",
        FloatTensor.of(
            new float[layout.places() * layout.words()], layout.places(), layout.words()));
    float[] kernel = new float[9];
    double sum = (1 + 2 * NEXT) * (1 + 2 * NEXT);
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] =
          (float)
              (Math.pow(NEXT, i / 3 % 2 == 0 ? 1 : 0)
                  * Math.pow(NEXT, i % 3 % 2 == 0 ? 1 : 0)
                  / sum);
    }
    tensors.put("kernel", FloatTensor.of(kernel, 1, 1, 3, 3));
  }

  private FloatTensor range(int from, int to, float outside, float inside) {
    float[] values = new float[layout.words()];
    Arrays.fill(values, outside);
    Arrays.fill(values, from, to, inside);
    return FloatTensor.of(values, values.length);
  }

  private static FloatTensor scalar(double value) {
    return FloatTensor.of(new float[] {(float) value});
  }
}
