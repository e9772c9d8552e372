package org.cinegraph.bench.oracle;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cinegraph.nodes.diffusion.wanvae.AutoencoderKLWan;
import org.cinegraph.nodes.diffusion.wanvae.CausalPast;
import org.cinegraph.nodes.diffusion.wanvae.Clips;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.noise.TorchNoise;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.tensor.FrameTensor;

/// A process that decodes videos of Wan's layout as `decode-video` does, with a checkpoint on disk
/// behind every latent frame. It answers a number of latent frames with the number of frames that
/// they became, and `peak` with the most memory that it has had, in MiB.
public final class WanWorker {
  private static final int SIDE = 12;

  private final Path folder;
  private final AutoencoderKLWan model;

  private WanWorker(Path folder) throws NodeFailure, IOException {
    this.folder = folder;
    ModelPackage opened = ModelPackage.open("package", folder.resolve("models/package"));
    this.model = AutoencoderKLWan.load(opened.part("vae")).model();
  }

  /// @param arguments the folder that has `models/package`
  public static void main(String[] arguments) throws Exception {
    WanWorker side = new WanWorker(Path.of(arguments[0]));
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(
          line.equals("peak") ? ImageWorker.peak() : side.decode(Integer.parseInt(line)));
    }
  }

  private double decode(int length) throws NodeFailure, IOException {
    Shape shape = Shape.of(1, model.latentChannels(), length, SIDE, SIDE);
    FloatTensor latents = TorchNoise.seeded(length).normal(shape);
    CausalPast past = model.nothing();
    int frames = 0;
    for (int i = 0; i < length; i++) {
      AutoencoderKLWan.Made made = model.decode(Clips.cut(latents, i, 1), past, () -> {});
      past.close();
      past = made.past();
      for (Frame frame : FrameTensor.toFrames(made.values())) {
        frames += frame.rgb().length > 0 ? 1 : 0;
      }
      save(past);
    }
    past.close();
    return frames;
  }

  private void save(CausalPast past) throws IOException {
    Path file = folder.resolve("checkpoint");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      past.save(out);
    }
  }
}
