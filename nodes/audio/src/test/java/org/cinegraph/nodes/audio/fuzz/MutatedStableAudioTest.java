package org.cinegraph.nodes.audio.fuzz;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cinegraph.nodes.audio.stable.AutoencoderOobleck;
import org.cinegraph.nodes.audio.stable.StableAudioDiTModel;
import org.cinegraph.nodes.audio.stable.StableAudioProjectionModel;
import org.cinegraph.nodes.audio.stable.StableAudioResources;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.fuzz.Answers;
import org.cinegraph.nodes.tensor.fuzz.MutateFile;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsWriter;
import org.cinegraph.nodes.text.t5.T5EncoderModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutatedStableAudioTest {
  private static final int FILES = Integer.getInteger("cinegraph.fuzz-files", 100_000) / 20;
  private static final List<String> PARTS =
      List.of("transformer", "projection_model", "vae", "text_encoder");

  @TempDir private Path folder;
  private final SequencedMap<String, String> whole = new LinkedHashMap<>();

  /// With weights that fit no configuration, so that reading ends before libtorch takes part.
  @BeforeEach
  void writeAPackage() throws IOException {
    StableAudioResources.copy("tiny-stable-audio", folder);
    TreeMap<String, FloatTensor> weights = new TreeMap<>();
    weights.put("stranger", FloatTensor.of(new float[] {1}, 1));
    for (String part : PARTS) {
      Path at = folder.resolve(part);
      whole.put(part, Files.readString(at.resolve("config.json")));
      String file = part.startsWith("text") ? "model" : "diffusion_pytorch_model";
      SafetensorsWriter.write(at.resolve(file + ".safetensors"), weights);
    }
  }

  @Test
  void whatIsNearlyAConfigurationIsReadOrRefused() {
    assertThat(Answers.of(FILES, this::readChanged)).isEqualTo(FILES);
  }

  private void readChanged(SplittableRandom random) throws NodeFailure, IOException {
    MutateFile mutate = new MutateFile(random);
    String name = PARTS.get(random.nextInt(PARTS.size()));
    String before = requireNonNull(whole.get(name));
    Path config = folder.resolve(name).resolve("config.json");
    byte[] changed =
        random.nextInt(5) == 0
            ? mutate.bytes(before.getBytes(StandardCharsets.UTF_8))
            : mutate.json(before).getBytes(StandardCharsets.UTF_8);
    MutateFile.write(config, changed);
    try {
      load(ModelPackage.open("tiny", folder).part(name));
    } finally {
      MutateFile.write(config, before.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void load(ModelPart part) throws NodeFailure, IOException {
    switch (part.name()) {
      case "transformer" -> StableAudioDiTModel.load(part);
      case "projection_model" -> StableAudioProjectionModel.load(part);
      case "vae" -> AutoencoderOobleck.load(part);
      default -> T5EncoderModel.load(part);
    }
  }
}
