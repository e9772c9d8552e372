package org.cinegraph.bench.oracle;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.cinegraph.bench.measure.AlternatingPairs;
import org.cinegraph.bench.measure.AlternatingPairs.Ratios;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;

/// Whole jobs of an image, ours in a worker against the pipeline of diffusers: same weights, seed,
/// dtype, processor and one thread each, in turns.
public final class ImageJobBench implements Bench {
  private static final int WARM_UPS = 1;

  private final String name;
  private final String line;
  private final String size;
  private final String asked;
  private final Goal.AtMost goal;
  private final int mostPairs;

  private ImageJobBench(
      String name, String line, String size, String asked, Goal.AtMost goal, int mostPairs) {
    this.name = name;
    this.line = line;
    this.size = size;
    this.asked = asked;
    this.goal = goal;
    this.mostPairs = mostPairs;
  }

  /// `image-job`: text, sampling and decoding with warm models. It tells how far the two images are
  /// apart, too.
  public static ImageJobBench ofJob() {
    return new ImageJobBench(
        "image-job",
        "text, 30 steps and decoding of an image, SDXL's layout, models warm / diffusers, goal <="
            + " 1.0",
        "small",
        "job",
        new Goal.AtMost(1.0, 1.15),
        20);
  }

  /// `model-load`: from nothing loaded to the end of the first step.
  public static ImageJobBench ofLoad() {
    return new ImageJobBench(
        "model-load",
        "a package of 2 GB to the end of its first step, files in the page cache / diffusers, goal"
            + " <= 0.7",
        "large",
        "load",
        new Goal.AtMost(0.7, 1.2),
        20);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String line() {
    return line;
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    try (JobSides sides = JobSides.ofImages(size, progress);
        SideProcess worker = sides.worker();
        SideProcess diffusers = sides.diffusers()) {
      String versions = "%s here; %s there".formatted(worker.hear(), diffusers.hear());
      progress.say(versions);
      AlternatingPairs pairs =
          new AlternatingPairs(
              () -> worker.askForNumber(asked),
              () -> diffusers.askForNumber(asked),
              WARM_UPS,
              mostPairs);
      Ratios measured = pairs.measure(goal.goal(), progress);
      List<Figure> figures = new ArrayList<>(List.of(measured.figure("diffusers", goal)));
      if (asked.equals("job")) {
        figures.add(
            Figure.of(
                "images apart", apart(sides.folder()), "levels of 255", new Goal.AtMost(1, 1)));
      }
      return new Result(
          name,
          figures,
          List.of(
              "128 by 128 pixels, float32, one thread each; here %.3f s. %s."
                  .formatted(measured.ours(), versions)));
    }
  }

  /// The most that two values of a pixel differ by.
  private static int apart(Path folder) throws IOException {
    BufferedImage ours = ImageIO.read(folder.resolve("ours.png").toFile());
    BufferedImage theirs = ImageIO.read(folder.resolve("theirs.png").toFile());
    int most = 0;
    for (int i = 0; i < ours.getWidth() * ours.getHeight(); i++) {
      int x = i % ours.getWidth();
      int y = i / ours.getWidth();
      for (int shift = 0; shift < 24; shift += 8) {
        int here = ours.getRGB(x, y) >> shift & 0xff;
        int there = theirs.getRGB(x, y) >> shift & 0xff;
        most = Math.max(most, Math.abs(here - there));
      }
    }
    return most;
  }
}
