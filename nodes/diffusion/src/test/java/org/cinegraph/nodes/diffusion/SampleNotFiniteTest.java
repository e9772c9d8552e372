package org.cinegraph.nodes.diffusion;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.diffusion.image.TinyPackages;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsFile;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsWriter;
import org.cinegraph.nodes.text.EncodeText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Numbers that are not finite fail `sample-latents` at the step that met them, with the tensor and
/// what is in it.
class SampleNotFiniteTest {
  private static final int PLANE = 64;

  @TempDir private Path folder;
  private FolderContext context;

  @BeforeEach
  void open() throws Exception {
    context = new FolderContext(folder, name -> TinyPackages.whole(folder, name));
  }

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  @Test
  void ofTheNetwork() throws Exception {
    bias("conv_out.bias", 1, Float.NaN);

    refused(Map.of("steps", 3, "guidance", 1.0))
        .hasMessageMatching(
            "Step 1 of 3: the output of the network holds 64 NaN and 0 infinite of 256 values; the"
                + " others lie between -\\d\\.\\d+ and \\d\\.\\d+, mean -?\\d\\.\\d+\\. Lower .*");
  }

  @Test
  void ofASampleThatOverflows() throws Exception {
    bias("conv_out.bias", 2, 3e38f);

    refused(Map.of("steps", 3, "guidance", 1.0))
        .hasMessageContaining("Step 1 of 3: the sample holds 0 NaN and 64 infinite of 256 values");
  }

  @Test
  void ofTheGuidanceBetweenBothAnswers() throws Exception {
    bias("conv_out.bias", 0, Float.POSITIVE_INFINITY);

    refused(Map.of("steps", 3))
        .hasMessageContaining("Step 1 of 3: the output of the network holds 64 NaN and 0 infinite");
  }

  @Test
  void ofTheLatentsThatItBeginsWith() throws Exception {
    bias("conv_out.bias", 0, 0);
    float[] latents = new float[4 * PLANE];
    latents[7] = Float.NaN;
    latents[9] = Float.NEGATIVE_INFINITY;
    ArtifactReference start = TinyPackages.latents(context, FloatTensor.of(latents, 1, 4, 8, 8));

    refused(Map.of("steps", 4, "start", start, "denoise", 0.5))
        .hasMessageContaining(
            "Step 3 of 4: the sample to begin with holds 1 NaN and 1 infinite of 256 values");
  }

  /// A channel of the network's prediction is off by that.
  private void bias(String tensor, int channel, float value) throws Exception {
    Path whole = folder.resolve("off");
    TinyPackages.copy(TinyPackages.path("tiny-sd"), whole);
    Path file = whole.resolve("unet/diffusion_pytorch_model.safetensors");
    TreeMap<String, FloatTensor> weights = new TreeMap<>();
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      for (String name : read.header().tensors().keySet()) {
        weights.put(name, read.floats(name));
      }
    }
    FloatTensor before = requireNonNull(weights.get(tensor));
    float[] changed = before.values().clone();
    changed[channel] = value;
    weights.put(tensor, FloatTensor.of(before.shape(), changed));
    Files.delete(file);
    SafetensorsWriter.write(file, weights);
  }

  private AbstractThrowableAssert<?, ?> refused(Map<String, Object> given) throws Exception {
    SequencedMap<String, Object> prompt = new LinkedHashMap<>();
    prompt.put("model", "off");
    prompt.put("prompt", "a red ball");
    SequencedMap<String, Object> with = new LinkedHashMap<>(given);
    with.put("model", "off");
    with.put("conditioning", context.run(new EncodeText(), prompt));
    return assertThatThrownBy(() -> context.run(new SampleLatents(), with))
        .isInstanceOf(NodeFailure.class);
  }
}
