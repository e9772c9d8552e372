package org.cinegraph.bench.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.Value;

/// Movies of one way to refocus attention, and how they differ from those without.
final class RefocusTrial {
  /// What the documentation promises: the share rises in nine of ten movies.
  private static final Goal RISES = new Goal.AtLeast(0.9, 0.9);

  private static final Goal KEPT = new Goal.AtMost(5, 5);

  private final Mode mode;
  private final List<Row> rows = new ArrayList<>();

  RefocusTrial(Mode mode) {
    this.mode = mode;
  }

  /// What is done, beside looking at every step.
  enum Mode {
    PLAIN(""),
    MODULATE(", modulate: [0, 1]"),
    GUIDE(", guide: [0, 0.5], strength: 0.05");

    private final String parameters;

    Mode(String parameters) {
      this.parameters = parameters;
    }
  }

  /// The half that the box is.
  enum Side {
    LEFT("[0, 0, 0.5, 1]", -1),
    RIGHT("[0.5, 0, 1, 1]", 1);

    private final String box;
    private final int towards;

    Side(String box, int towards) {
      this.box = box;
      this.towards = towards;
    }

    String box() {
      return box;
    }
  }

  /// @param centre of the thing in all frames, in pixels of 64 from the left; empty where there is
  ///   none
  /// @param share of the phrase's attention that was inside the box, the mean of all steps
  record Row(
      Side side, ToyboxReference.Clip clip, Finding found, OptionalDouble centre, double share) {}

  static String graph(Mode mode) {
    return """
    graph: refocus-trial
    inputs:
      prompt: {type: text}
      phrase: {type: text}
      box:    {type: list<float>}
      seed:   {type: int}
    nodes:
      text:    {type: encode-text,       with: {model: toybox, prompt: $prompt}}
      focus:   {type: refocus-attention, with: {model: toybox, conditioning: $text.conditioning, groups: [{phrase: $phrase, box: $box}], observe: [0, 1]%s}}
      latents: {type: sample-latents,    with: {model: toybox, conditioning: $focus.conditioning, seed: $seed}}
      video:   {type: decode-video,      with: {model: toybox, latents: $latents.latents}}
      sound:   {type: silence,           with: {seconds: 2}}
      movie:   {type: mux,               with: {video: $video.video, audio: $sound.audio}}
    outputs:
      movie: $movie.movie
      attention: $latents.attention
    """
        .formatted(mode.parameters);
  }

  /// What an output `attention` says of its one group: the mean of all steps.
  static double share(Value attention) {
    return FieldReader.of("attention", attention)
        .list("steps", step -> FieldReader.of("step", step))
        .stream()
        .map(step -> step.list("shares", share -> share))
        .mapToDouble(shares -> ((Value.Float) shares.getFirst()).number())
        .average()
        .orElseThrow();
  }

  void add(Row row) {
    rows.add(row);
  }

  List<Figure> figures(RefocusTrial plain) {
    if (mode == Mode.PLAIN) {
      return List.of();
    }
    String name = mode.name().toLowerCase(Locale.ROOT);
    double[] shifts = shifts(plain);
    return List.of(
        Figure.of(name + ": movies whose share rises", rising(plain), "", RISES),
        Figure.of(name + ": mean shift to the box", Numbers.mean(shifts), "px", new Goal.None()),
        Figure.of(name + ": its deviation", Numbers.deviation(shifts), "px", new Goal.None()),
        Figure.of(name + ": colour lost", lost(plain, RefocusTrial::colour), "points", KEPT),
        Figure.of(name + ": floor lost", lost(plain, RefocusTrial::floor), "points", KEPT),
        Figure.of(name + ": shape lost", lost(plain, RefocusTrial::shape), "points", KEPT));
  }

  String line(RefocusTrial plain) {
    return String.format(
        Locale.ROOT,
        "%-9s colour %d  floor %d  shape %d  motion %d of %d; share inside %.3f; towards the box in %d of %d that show a thing in both",
        mode.name().toLowerCase(Locale.ROOT),
        count(RefocusTrial::colour),
        count(RefocusTrial::floor),
        count(RefocusTrial::shape),
        count(row -> row.found().motion().filter(row.clip().scene().motion()::equals).isPresent()),
        rows.size(),
        rows.stream().mapToDouble(Row::share).average().orElse(0),
        Arrays.stream(shifts(plain)).filter(shift -> shift > 0).count(),
        shifts(plain).length);
  }

  private double rising(RefocusTrial plain) {
    int rising = 0;
    for (int i = 0; i < rows.size(); i++) {
      rising += rows.get(i).share() > plain.rows.get(i).share() ? 1 : 0;
    }
    return (double) rising / rows.size();
  }

  /// Of movies that show a thing both with and without, in pixels towards the box.
  private double[] shifts(RefocusTrial plain) {
    List<Double> shifts = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      OptionalDouble with = rows.get(i).centre();
      OptionalDouble without = plain.rows.get(i).centre();
      if (with.isPresent() && without.isPresent()) {
        int towards = rows.get(i).side().towards;
        shifts.add(towards * (with.getAsDouble() - without.getAsDouble()));
      }
    }
    return shifts.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private double lost(RefocusTrial plain, Predicate<Row> right) {
    return 100.0 * (plain.count(right) - count(right)) / rows.size();
  }

  private long count(Predicate<Row> right) {
    return rows.stream().filter(right).count();
  }

  private static boolean colour(Row row) {
    return row.found().colour().filter(row.clip().scene().colour()::equals).isPresent();
  }

  private static boolean floor(Row row) {
    return row.found().floor().filter(row.clip().scene().floor()::equals).isPresent();
  }

  private static boolean shape(Row row) {
    return row.found().shape().filter(row.clip().scene().shape()::equals).isPresent();
  }
}
