package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.cinegraph.bench.stack.CinegraphCommand.Outcome;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.tensor.golden.RecordGate;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole graphs as their author runs them, through control plane, Temporal and worker, against the
/// pipelines of diffusers: the packages, settings and results of `PipelinesTest`.
class PipelineOnStackTest {
  private static final Path GOLDENS =
      Path.of("../nodes/diffusion/src/test/resources/org/cinegraph/nodes/diffusion/image")
          .toAbsolutePath()
          .normalize();
  private static final double MOST = 1e-4;

  /// `sd-odd` and `xl-euler` of `cases.json`, by their names with underscores.
  private static final String GRAPH =
      """
      graph: two-pipelines
      nodes:
        odd:
          type: encode-text
          with: {model: tiny-sd, prompt: a photo of the red ball, negative: "blurry, low quality"}
        odd-latents:
          type: sample-latents
          with: {model: tiny-sd, conditioning: $odd.conditioning, steps: 6, width: 72, height: 56,
                 rescale: 0.7, solver: dpmpp-2m, sigmas: karras}
        odd-images: {type: decode-image, with: {model: tiny-sd, latents: $odd-latents.latents}}
        xl: {type: encode-text, with: {model: golden-xl, prompt: a photo of the red ball}}
        xl-latents:
          type: sample-latents
          with: {model: golden-xl, conditioning: $xl.conditioning, steps: 8, seed: 3}
        xl-images: {type: decode-image, with: {model: golden-xl, latents: $xl-latents.latents}}
      outputs:
        sd-odd: $odd-latents.latents
        sd-odd-image: $odd-images.images[0]
        xl-euler: $xl-latents.latents
        xl-euler-image: $xl-images.images[0]
      """;

  @TempDir private Path folder;
  private Path out;

  @BeforeEach
  void runTheGraph() throws Exception {
    CinegraphCommand cinegraph = new CinegraphCommand(folder, folder.resolve("home"));
    add(cinegraph, "tiny-sd", "tiny-sd");
    add(cinegraph, "tiny-sdxl", "golden-xl");
    Path graph = Files.writeString(folder.resolve("graph.yaml"), GRAPH);
    out = folder.resolve("made");
    Outcome outcome = cinegraph.run("run", graph.toString(), "--out", out.toString());
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
  }

  private static void add(CinegraphCommand cinegraph, String golden, String name) throws Exception {
    Outcome added =
        cinegraph.run("models", "add", GOLDENS.resolve(golden).toString(), "--name", name);
    assertThat(added.exitCode()).as(added.err()).isZero();
  }

  @Test
  @Gate(
      kind = Gate.Kind.PIPELINE,
      what = "latents of diffusers' pipelines: a graph of SD and SDXL through the whole stack",
      most = MOST)
  void latentsOfGraphsAreThoseOfPipelinesAndSoAreImages() throws Exception {
    try (SafetensorsFile goldens = SafetensorsFile.open(GOLDENS.resolve("pipelines.safetensors"))) {
      for (String name : new String[] {"sd-odd", "xl-euler"}) {
        Path file = out.resolve(name + ".safetensors");
        float[] made = Latents.read(file, "latents").values().values();
        double error = Golden.relativeError(made, goldens.floats(name).values());
        RecordGate.compared(error);

        assertThat(error).as(name).isLessThanOrEqualTo(MOST);
        assertSameImage(
            ImageIO.read(out.resolve(name + "-image.png").toFile()),
            goldens.floats(name + ".images").values());
      }
    }
  }

  /// Within one level of 255.
  private static void assertSameImage(BufferedImage image, float[] expected) {
    assertThat(expected).hasSize(3 * image.getWidth() * image.getHeight());
    for (int i = 0; i < expected.length; i++) {
      int pixel = i / 3;
      int rgb = image.getRGB(pixel % image.getWidth(), pixel / image.getWidth());
      assertThat((rgb >> 16 - 8 * (i % 3) & 0xff) - expected[i]).isBetween(-1f, 1f);
    }
  }
}
