package org.cinegraph.nodes.diffusion;

import java.util.List;
import java.util.stream.Stream;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.diffusion.guide.Guidance;
import org.cinegraph.nodes.diffusion.image.ScheduleChanges;
import org.cinegraph.nodes.diffusion.solver.SolverChoice;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.Parameters;

/// The parameters of `sample-latents`, and what they say.
final class SampleParameters {
  /// More steps than this change nothing that can be seen.
  private static final int MOST_STEPS = 1000;

  private static final int MOST_SIDE = 8192;
  private static final int MOST_COUNT = 64;

  /// Parameters and inputs that only models of videos have a use for.
  static final List<String> OF_VIDEOS = List.of("frames", "overlap", "window", "before");

  /// Parameters and inputs that only models of images have a use for.
  static final List<String> OF_IMAGES =
      List.of(
          "width",
          "height",
          "count",
          "mask",
          "masked",
          "from",
          "until",
          "spacing",
          "sigmas",
          "prediction",
          "shift",
          "zero-snr",
          "eta",
          "original-size",
          "crop",
          "target-size",
          "aesthetic",
          "negative-aesthetic");

  private SampleParameters() {}

  static List<Parameter> declared() {
    return Stream.of(general(), ofSampling(), ofSchedule(), ofImages(), ofVideos())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Parameter> general() {
    return List.of(
        Parameter.required("model", new PortType.Model(), "model package with a generator"),
        number("steps", "more are finer and slower; 24 of toybox, 50 of Wan, 30 of others")
            .between(1, MOST_STEPS),
        Parameter.open(
            "solver",
            new PortType.Choice(SolverChoice.names()),
            "how the path from noise is followed; euler of toybox, the package's own of others"),
        Parameter.optional(
            "seed", new PortType.Int(), new Value.Int(0), "another seed, another result"));
  }

  private static List<Parameter> ofSampling() {
    return List.of(
        real("guidance", "1 follows the prompt as learned, more exaggerates it; 3, 7.5 or 5")
            .between(0, 100),
        share("guidance-from", 0, "share of the steps after which guidance begins"),
        share("guidance-to", 1, "share of the steps after which guidance ends"),
        share("rescale", 0, "how far guidance keeps the contrast of the prompt alone"),
        share("denoise", 1, "share of the steps that is made, where there is a `start`"));
  }

  private static List<Parameter> ofSchedule() {
    return List.of(
        real("from", "share of the noise that `start` has lost already").between(0, 1),
        real("until", "share of the noise that is gone at the end").between(0, 1),
        Parameter.open(
            "spacing", new PortType.Choice(ScheduleChanges.SPACINGS), "which steps are visited"),
        Parameter.open(
            "sigmas", new PortType.Choice(ScheduleChanges.SIGMAS), "how noise levels lie"),
        Parameter.open(
            "prediction",
            new PortType.Choice(ScheduleChanges.PREDICTIONS),
            "what the network was trained to say"),
        real("shift", "towards noise, of schedules that are flows").between(0.01, 100),
        Parameter.open(
            "zero-snr", new PortType.Boolean(), "whether the schedule ends in pure noise"),
        real("eta", "noise that ddim adds, 0 none and 1 as much as DDPM").between(0, 1));
  }

  private static List<Parameter> ofImages() {
    PortType pair = new PortType.ListOf(new PortType.Int());
    return List.of(
        number("width", "pixels; without it what the model was trained on").between(1, MOST_SIDE),
        number("height", "pixels; without it what the model was trained on").between(1, MOST_SIDE),
        number("count", "images, of seeds one after another; 1").between(1, MOST_COUNT),
        Parameter.open("original-size", pair, "told to SDXL, [width, height]"),
        Parameter.open("crop", pair, "told to SDXL, [left, top]; [0, 0]"),
        Parameter.open("target-size", pair, "told to SDXL, [width, height]"),
        real("aesthetic", "told to SDXL's refiner of the prompt; 6").between(0, 10),
        real("negative-aesthetic", "told to it of the negative prompt; 2.5").between(0, 10));
  }

  private static List<Parameter> ofVideos() {
    return List.of(
        number("frames", "length of a video in frames; 32 of toybox, 81 of Wan").between(1, 4096),
        number("overlap", "frames of the end of `before`, 16, or in common of windows")
            .between(1, 4096),
        number("window", "frames that Wan looks at together; without it all").between(1, 4096));
  }

  private static Parameter number(String name, String text) {
    return Parameter.open(name, new PortType.Int(), text);
  }

  private static Parameter real(String name, String text) {
    return Parameter.open(name, new PortType.Float(), text);
  }

  private static Parameter share(String name, double fallback, String text) {
    return Parameter.optional(name, new PortType.Float(), new Value.Float(fallback), text)
        .between(0, 1);
  }

  /// @param scale where the author says none
  static Guidance guidance(Parameters parameters, double scale) throws NodeFailure {
    return Guidance.of(
        parameters.numberIfSet("guidance").orElse(scale),
        parameters.number("guidance-from"),
        parameters.number("guidance-to"),
        parameters.number("rescale"));
  }

  /// @param started whether there are latents to begin with
  /// @throws NodeFailure less than all is to be made of nothing
  static double denoise(Parameters parameters, boolean started) throws NodeFailure {
    double denoise = parameters.number("denoise");
    if (denoise < 1 && !started) {
      throw NodeFailure.user(
          "parameter-unsupported",
          "Parameter denoise: %s needs latents at the input start, found none. Leave it out, or link them."
              .formatted(denoise));
    }
    return denoise;
  }

  static List<Double> pair(Parameters parameters, String name, List<Double> fallback)
      throws NodeFailure {
    if (!parameters.isSet(name)) {
      return fallback;
    }
    List<Double> pair = parameters.numbers(name);
    if (pair.size() != 2) {
      throw NodeFailure.user(
          "parameter-unsupported",
          "Parameter %s: expected two numbers, found %d.".formatted(name, pair.size()));
    }
    return pair;
  }
}
