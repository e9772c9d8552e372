package org.cinegraph.nodes.diffusion.refocus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.cinegraph.nodes.diffusion.refocus.AttentionFocus.Seen;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Conditioning;

/// The refocusing of one sampling: what attention does in each pass, and what it was seen to do.
///
/// One thread at a time. Between steps it knows nothing that is not in the record that it is given.
public final class Refocusing {
  private final RefocusPlan plan;
  private final FocusLayout layout;
  private final DoubleUnaryOperator noise;
  private final SlopeField slopes;

  private int step;
  private int steps = 1;
  private final List<Seen> seen = new ArrayList<>();
  private final List<RefocusRecord.Descent> descents = new ArrayList<>();

  private Refocusing(
      RefocusPlan plan, FocusLayout layout, DoubleUnaryOperator noise, SlopeField slopes) {
    this.plan = plan;
    this.layout = layout;
    this.noise = noise;
    this.slopes = slopes;
  }

  /// What a conditioning asks for; empty if it asks for nothing.
  ///
  /// @param noise the share of the training's time that is left at a time that networks are told
  /// @throws NodeFailure the network does not look at words so, or a region does not fit
  public static Optional<Refocusing> of(
      Conditioning text, Canvas canvas, DoubleUnaryOperator noise, SlopeField slopes)
      throws NodeFailure {
    if (text.refocus().isEmpty()) {
      return Optional.empty();
    }
    RefocusPlan plan = RefocusPlanJson.read(text.refocus().get().plan());
    MapShape shape = canvas.maps().get(plan.factor());
    if (shape == null) {
      throw NodeFailure.user(
          "refocus-unsupported",
          canvas.maps().isEmpty()
              ? "Input conditioning asks for refocused attention, but this model has no cross-attention to words. Link the conditioning of encode-text itself."
              : "Input conditioning asks for attention of factor %d, but this model looks at words with factors %s. Set factor of refocus-attention to one of them."
                  .formatted(plan.factor(), canvas.maps().keySet()));
    }
    FloatTensor planes =
        text.refocus().get().regions().orElse(FloatTensor.of(new float[0], 0, 0, 0));
    int words = Math.toIntExact(text.hidden().shape().sizes().get(1));
    FocusLayout layout = FocusLayout.of(plan, planes, canvas, shape, words);
    return Optional.of(new Refocusing(plan, layout, noise, slopes));
  }

  /// For families whose attention is not refocused.
  ///
  /// @throws NodeFailure a conditioning asks for it
  public static void refuse(Conditioning text, String model) throws NodeFailure {
    if (text.refocus().isPresent()) {
      throw NodeFailure.user(
          "refocus-unsupported",
          "Input conditioning asks for refocused attention, which can be done with Stable Diffusion and toybox, not with model package %s. Link the conditioning of encode-text itself."
              .formatted(model));
    }
  }

  /// What a sampling made, and what its attention was seen to do.
  public record Refocused<S>(S state, RefocusReport report) {}

  /// Runs a sampling whose network asks for [#focus] in each pass.
  public <S> Refocused<S> run(NodeContext context, SampleLoop<S> loop)
      throws NodeFailure, IOException, InterruptedException {
    RefocusedLoop.Point<S> end = context.loop(new RefocusedLoop<>(loop, this));
    return new Refocused<>(end.state(), RefocusReport.of(end.record(), layout, plan.factor()));
  }

  FocusLayout layout() {
    return layout;
  }

  void begin(int next, int of) {
    step = next;
    steps = of;
    seen.clear();
    descents.clear();
  }

  /// What attention does in a pass of this step.
  public AttentionFocus focus(float time) {
    boolean observes = plan.does(RefocusMode.OBSERVE, step, steps);
    boolean changes =
        plan.does(RefocusMode.REWEIGHT, step, steps)
            || plan.does(RefocusMode.MODULATE, step, steps);
    if (!observes && !changes) {
      return AttentionFocus.none();
    }
    FocusTensors tensors = changing(time);
    if (observes) {
      tensors.observe();
    }
    return new AttentionFocus(tensors.made(), layout.shape(), seen::add);
  }

  private FocusTensors changing(float time) {
    FocusTensors tensors = new FocusTensors(plan, layout);
    if (plan.does(RefocusMode.REWEIGHT, step, steps)) {
      tensors.reweight();
    }
    if (plan.does(RefocusMode.MODULATE, step, steps)) {
      tensors.modulate(noise.applyAsDouble(time));
    }
    return tensors;
  }

  /// The samples from which this step is made.
  <S> S guided(SampleLoop<S> loop, S state) throws NodeFailure, InterruptedException {
    if (plan.strength() == 0 || !plan.does(RefocusMode.GUIDE, step, steps)) {
      return state;
    }
    float time = loop.time(step);
    AttentionFocus focus =
        new AttentionFocus(changing(time).energy().made(), layout.shape(), _ -> {});
    float[] samples = loop.sample(state).clone();
    int length = loop.sampleLength();
    for (int start = 0; start < samples.length; start += length) {
      float[] sample = Arrays.copyOfRange(samples, start, start + length);
      for (int i = 0; i < plan.descents(); i++) {
        Descend.Descended down =
            Descend.from(
                sample,
                plan.strength(),
                (at, gradient) -> slopes.at(loop.shown(step, state, at), time, focus, gradient),
                step);
        descents.add(down.descent());
        sample = down.sample();
      }
      System.arraycopy(sample, 0, samples, start, length);
    }
    return loop.moved(state, samples);
  }

  /// The record with this step.
  RefocusRecord after(RefocusRecord before) {
    if (seen.isEmpty() && descents.isEmpty()) {
      return before;
    }
    double heads = 0;
    double missed = 0;
    float[] maps = new float[before.maps().length];
    for (Seen each : seen) {
      heads += each.heads();
      missed += each.missed();
      add(each.maps(), maps);
    }
    List<Double> shares = seen.isEmpty() ? List.of() : shares(maps);
    List<RefocusRecord.Step> longer = new ArrayList<>(before.steps());
    longer.add(new RefocusRecord.Step(step, missed / heads, shares, descents));
    for (int i = 0; i < maps.length; i++) {
      maps[i] += before.maps()[i];
    }
    return new RefocusRecord(longer, before.heads() + heads, maps);
  }

  /// Adds the means of groups to maps.
  private void add(FloatTensor channels, float[] maps) {
    int count = layout.channels().size();
    for (int i = 0; i < count; i++) {
      FocusLayout.Channel channel = layout.channels().get(i);
      for (int place = 0; channel.mean() && place < layout.places(); place++) {
        maps[channel.group() * layout.places() + place] += channels.values()[place * count + i];
      }
    }
  }

  private List<Double> shares(float[] maps) {
    List<Double> shares = new ArrayList<>();
    for (int group = 0; group < layout.groups().size(); group++) {
      float[] region = layout.regions().get(group);
      double inside = 0;
      double all = 0;
      for (int place = 0; place < layout.places(); place++) {
        double weight = maps[group * layout.places() + place];
        inside += weight * region[place];
        all += weight;
      }
      shares.add(inside / all);
    }
    return shares;
  }
}
