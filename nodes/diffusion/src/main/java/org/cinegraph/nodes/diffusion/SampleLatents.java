package org.cinegraph.nodes.diffusion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.model.ModelPackage;

/// `sample-latents`: noise becomes the latents of images or of a video.
public final class SampleLatents implements NodeType {
  /// Of SD 1.5 and SDXL with guidance, both float32: 0.9 and 0.5 KiB were seen
  /// (docs/benchmarks.md).
  private static final long BYTES_A_PIXEL = 1024;

  private static final String DOCUMENTATION =
      """
      Starts from noise and follows what the model has learned, step by step, to latents that fit
      the conditioning, with classifier-free guidance. Models of videos are `toybox` and Wan 2.1
      (and 2.2 with one generator); models of images are Stable Diffusion 1, 2 and XL, its refiner and what was trained from them. What
      makes no sense for a model is refused by name.

      `solver` says how the path is followed. `euler` goes straight on at each step. `heun` asks
      the model at both ends of a step, so that it takes nearly twice as long as its steps say.
      `dpmpp-2m`, `dpmpp-3m` (DPM-Solver++), `unipc-2` and `unipc-3` (UniPC) remember what the
      model said before, which costs no call and makes fewer steps enough. `dpmpp-2m-sde` and
      `euler-ancestral` add new noise at each step, `ddim` does with an `eta` above 0. `pndm`
      calls the model once more than it has steps, or nine times more where the package does not
      say `skip_prk_steps`. `lcm` is for models that were distilled for it. `toybox` and Wan take those
      that can follow a flow. Their numbers
      are those of diffusers, to its rounding. `spacing`, `sigmas`, `prediction`, `zero-snr` and
      `shift` change what the package's `scheduler_config.json` says.

      The noise is that of torch's CPU generator: the low 32 bits of the seed count. Noise of steps
      is a function of seed and step. The loop can be stopped after any step and goes on bit for bit
      on the same kind of machine.

      Guidance between `guidance-from` and `guidance-to` alone costs half a call elsewhere.
      `rescale` is diffusers' `guidance_rescale`. A guidance of 1 or less asks a model of images
      without the negative prompt. A model that was distilled with guidance, as those of latent
      consistency are, is told it and asked once, without the negative prompt.

      `start` takes latents: they are given the noise of the step from which the share `denoise` of
      the steps is left, and the rest is made. Where a `mask` is black they stay; it is of the size
      of the image, and counts at the first pixel of each latent. With `from`, `start` is what
      another sampling left at the same `until`; the two are diffusers' `denoising_start` and
      `denoising_end`.

      Models of inpainting (nine channels) are shown the image beside the latents: `mask` is white
      where it is to be made, and `masked` is what `encode-image` gives of it with the same mask.
      They need no `start`; with one and a `denoise` below 1 they begin from it. All images of
      `count` share both.

      Images are of the size that the model was trained on, or of `width` and `height`, multiples of
      8. `count` makes several at once, of the seeds `seed`, `seed` + 1 and so on: each is bit for
      bit what it is alone. SDXL is told `original-size`, `crop` and `target-size`, which are those
      of the image without crop if they are left out.

      `toybox` makes videos of the 32 frames that it was trained on. Wan makes them of any `frames`
      that are one more than a multiple of 4, of `width` and `height` in multiples of 16 (32 with
      2.2's model of 5B): 81 of 832×480 if nothing is said, or what `start` is. `shift` is its
      package's `flow_shift`, of which 3 is for 480 rows and 5 for 720. A video longer than the model
      was trained for is made in windows of `window` frames, 81 for instance, that have `overlap`
      frames in common, half of them if nothing is said: at every step each window is asked for
      itself, and the answers are blended.

      A conditioning of `refocus-attention` changes or shows what attention does; `maps` and
      `attention` hold what was seen.

      A longer video is made of segments: `before` takes the latents of the segment before, and
      its last `overlap` frames become the first of this one, which goes on from there. Join the
      decoded segments by `concat-videos` with the same `overlap`. The longer it is, the better
      the segments fit: with `toybox` a ball that bounces stays where it is to a pixel or two at
      16 frames of 32, and may jump aside at 8. A ball that rolls begins at its own side in all
      that the model has seen, so that such a video does not go on.
      """;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "sample-latents",
          7,
          "Sample latents of images or a video",
          DOCUMENTATION,
          List.of(
              new InputPort(
                  "conditioning",
                  new PortType.Conditioning(),
                  true,
                  "the prompt, encoded by the same model"),
              new InputPort(
                  "before",
                  new PortType.Latents(),
                  false,
                  "the segment that this one goes on from, by the same model"),
              new InputPort(
                  "start", new PortType.Latents(), false, "what to begin with, by the same model"),
              new InputPort(
                  "mask", new PortType.Mask(), false, "white where the image is to be made anew"),
              new InputPort(
                  "masked",
                  new PortType.Latents(),
                  false,
                  "for models of inpainting: the image without what `mask` covers")),
          SampleParameters.declared(),
          List.of(
              new OutputPort("latents", new PortType.Latents(), "for a decoder of the same model"),
              new OutputPort(
                  "maps",
                  new PortType.ListOf(new PortType.Image()),
                  "where each group of refocus-attention was looked for, if it observes"),
              new OutputPort(
                  "attention",
                  new PortType.Json(),
                  "what was observed and guided in each step, if refocus-attention asks for it")),
          new Demand(Demand.DeviceClass.ANY, 256L << 20, 256L << 20, true)
              .growing(BYTES_A_PIXEL, "width", "height"),
          """
          graph: sample-latents
          nodes:
            text: {type: encode-text, with: {model: toybox, prompt: "a red ball bounces on a green floor"}}
            latents: {type: sample-latents, with: {model: toybox, conditioning: $text.conditioning, frames: 32, steps: 24, seed: 7}}
          outputs:
            latents: $latents.latents
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    ModelFolder folder = context.model("model");
    LatentSampling.Place place =
        new LatentSampling.Place(context, folder, ModelPackage.open(folder));
    LatentSampling.Sampled sampled = LatentSampling.of(place).sample();
    Latents latents = new Latents(sampled.latents());
    Path file = context.temporaryFolder().resolve("latents.safetensors");
    latents.write(file);
    context.output("latents", context.store(file, Latents.MEDIA_TYPE));
    sampled.report().output(context);
  }
}
