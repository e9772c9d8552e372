package org.cinegraph.nodes.audio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.audio.stable.AutoencoderOobleck;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.model.ModelPackage;

/// `decode-audio`: sound out of latents.
public final class DecodeAudio implements NodeType {
  private static final int MOST_SECONDS = 100_000;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "decode-audio",
          1,
          "Latents into sound",
          """
          Decodes the latents that `generate-audio` made with a model of the kind of Stable Audio,
          piece by piece: memory is bounded by `tile`, not by the length, and a stop loses no piece
          that is done. All of the sound comes out; `seconds` keeps its beginning.
          """,
          List.of(
              new InputPort(
                  "latents", new PortType.Latents(), true, "of `generate-audio`, of any length")),
          List.of(
              Parameter.required(
                  "model", new PortType.Model(), "model package with a sound autoencoder"),
              Parameter.optional(
                      "tile",
                      new PortType.Int(),
                      new Value.Int(DecodePieces.TILE),
                      "latents that are decoded at once")
                  .between(1, 1 << 20),
              Parameter.open("seconds", new PortType.Float(), "how much is kept")
                  .between(0.001, MOST_SECONDS)),
          List.of(
              new OutputPort(
                  "audio", new PortType.Audio(), "WAV of 32-bit floats at the model's rate"),
              new OutputPort(
                  "sounds",
                  new PortType.ListOf(new PortType.Audio()),
                  "one for each of the latents")),
          new Demand(Demand.DeviceClass.ANY, 256L << 20, 256L << 20, true),
          """
          graph: decode-audio
          inputs:
            model: {type: model, default: tiny-stable-audio}
          nodes:
            sound: {type: generate-audio, with: {model: $model, prompt: "rain on a roof", steps: 8}}
            again: {type: decode-audio, with: {model: $model, latents: $sound.latents}}
          outputs:
            sound: $again.audio
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    FloatTensor latents =
        Latents.read(context.fetch(context.artifact("latents")), "latents").values();
    ModelFolder folder = context.model("model");
    ModelPackage model = ModelPackage.open(folder);
    AutoencoderOobleck autoencoder =
        StableAudioSound.autoencoder(new SoundFamily.Place(context, folder, model));
    requireShape(latents, autoencoder);
    double seconds = context.parameters().numberIfSet("seconds").orElse(Double.MAX_VALUE);
    long last = (long) Math.min(Long.MAX_VALUE, seconds * autoencoder.rate());
    DecodePieces decoding =
        new DecodePieces(
            context,
            autoencoder,
            latents,
            new DecodePieces.Cut(context.parameters().smallInteger("tile"), 0, last));
    List<ArtifactReference> pieces = context.loop(decoding);
    List<PortValue> sounds = new ArrayList<>();
    for (int i = 0; i < latents.shape().sizes().getFirst(); i++) {
      Path file = Files.createTempFile(context.temporaryFolder(), "sound", ".wav");
      sounds.add(new PortValue.Artifact(decoding.join(i, pieces, file)));
    }
    context.output("audio", sounds.getFirst());
    context.output("sounds", new PortValue.Many(sounds));
  }

  private static void requireShape(FloatTensor latents, AutoencoderOobleck autoencoder)
      throws NodeFailure {
    List<Long> sizes = latents.shape().sizes();
    if (sizes.size() != 3
        || sizes.get(1) != autoencoder.latents()
        || latents.values().length == 0) {
      throw NodeFailure.user(
          "latents-mismatch",
          "Input latents was expected to be sounds×%d×length, found %s. Decode with the model that made them; `decode-video` and `decode-image` take those of pictures."
              .formatted(autoencoder.latents(), latents.shape()));
    }
  }
}
