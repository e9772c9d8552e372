package org.cinegraph.nodes.audio.stable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.WeightForm;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.tensor.golden.RecordGate;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against diffusers: several sounds at once, odd lengths, shared heads, odd ratios, one and two
/// channels, weights of 32 and of 16 bits.
class StableAudioNetworksTest {
  private static final double MOST = 1e-5;
  private static final double[] SECONDS = {0, 1.5, 11, 47.55, 600};

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"dit_shared", "dit_half"})
  @Gate(kind = Gate.Kind.NETWORK, what = "StableAudioDiTModel, 2 tiny networks", most = MOST)
  void predictionsAreThoseOfTheLibrary(String name) throws Exception {
    try (Golden golden = Golden.beside(StableAudioNetworksTest.class, name);
        StableAudioDiTModel model = StableAudioDiTModel.load(part(name)).model()) {
      FloatTensor predicted =
          model.predict(
              golden.floats("x"),
              golden.floats("times"),
              golden.floats("text"),
              golden.floats("seconds"),
              () -> {});

      golden.assertClose(predicted, "y", MOST);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"projection_linear", "projection_none"})
  @Gate(kind = Gate.Kind.NETWORK, what = "StableAudioProjectionModel, 2 tiny networks", most = MOST)
  void wordsAndSecondsAreThoseOfTheLibrary(String name) throws Exception {
    try (Golden golden = Golden.beside(StableAudioNetworksTest.class, name);
        StableAudioProjectionModel model = StableAudioProjectionModel.load(part(name)).model()) {
      golden.assertClose(model.text(golden.floats("hidden")), "text", MOST);
      float[] start = new float[SECONDS.length * model.width()];
      float[] end = start.clone();
      for (int i = 0; i < SECONDS.length; i++) {
        int at = i * model.width();
        System.arraycopy(model.start(SECONDS[i]).values(), 0, start, at, model.width());
        System.arraycopy(model.end(SECONDS[i]).values(), 0, end, at, model.width());
      }
      golden.assertClose(FloatTensor.of(start, SECONDS.length, model.width()), "start", MOST);
      golden.assertClose(FloatTensor.of(end, SECONDS.length, model.width()), "end", MOST);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"oobleck_even", "oobleck_odd"})
  @Gate(kind = Gate.Kind.NETWORK, what = "AutoencoderOobleck, 2 tiny networks", most = MOST)
  void wavesAndLatentsAreThoseOfTheLibrary(String name) throws Exception {
    try (Golden golden = Golden.beside(StableAudioNetworksTest.class, name);
        AutoencoderOobleck model = AutoencoderOobleck.load(part(name)).model()) {
      FloatTensor wave = model.decode(golden.floats("latents"));
      golden.assertClose(wave, "wave", MOST);
      AutoencoderOobleck.Heard heard = model.encode(beginning(golden.floats("wave")));
      golden.assertClose(heard.mean(), "mean", MOST);
      golden.assertClose(heard.deviation(), "deviation", MOST);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"oobleck_even", "oobleck_odd"})
  @Gate(
      kind = Gate.Kind.NETWORK,
      what = "AutoencoderOobleck in pieces against the whole",
      most = 1e-6)
  void piecesHaveTheSamplesOfTheWhole(String name) throws Exception {
    try (Golden golden = Golden.beside(StableAudioNetworksTest.class, name);
        AutoencoderOobleck model = AutoencoderOobleck.load(part(name)).model()) {
      FloatTensor latents = golden.floats("latents").firstRows(1);
      FloatTensor whole = model.decode(latents);
      for (int size : new int[] {1, 7, 16, 100, 1000}) {
        OobleckPieces pieces = new OobleckPieces(model, latents, size);
        assertThat(pieces.samples()).isEqualTo(whole.shape().sizes().getLast());
        float[] joined = new float[whole.values().length];
        for (int i = 0; i < pieces.count(); i++) {
          float[][] sound = pieces.decode(i);
          for (int c = 0; c < sound.length; c++) {
            int at = Math.toIntExact(c * pieces.samples() + pieces.first(i));
            System.arraycopy(sound[c], 0, joined, at, sound[c].length);
          }
        }
        double error = Golden.relativeError(joined, whole.values());
        RecordGate.compared(error);
        assertThat(error).as("pieces of %d", size).isLessThanOrEqualTo(1e-6);
      }
    }
  }

  @Test
  void configurationsThatContradictTheWeightsAreRefused() throws Exception {
    refused("dit_shared", "\"num_layers\": 2", "\"num_layers\": 3")
        .hasMessageContaining("do not fit StableAudioDiTModel: 18 missing");
    refused("dit_shared", "\"attention_head_dim\": 8", "\"attention_head_dim\": 6")
        .hasMessageContaining("an attention_head_dim that 4 divides");
    refused("projection_linear", "\"max_value\": 512", "\"max_value\": 0")
        .hasMessageContaining("expected min_value below max_value, found 0.0 and 0.0");
    refused("oobleck_even", "\"encoder_hidden_size\": 8", "\"encoder_hidden_size\": 10")
        .hasMessageContaining("twice the decoder_input_channels, found 10 and 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dit_shared", "projection_linear", "oobleck_even"})
  void anotherTypeThanFloat32IsRefusedInASentence(String name) throws Exception {
    refused(name, part(name).in(WeightForm.PLAIN.in(Dtype.BF16)))
        .hasMessageContaining("computes in f32 alone, found dtype bf16.");
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(
      String name, String old, String changed) throws Exception {
    StableAudioResources.copy("networks", folder);
    Path config = folder.resolve(name).resolve("config.json");
    Files.writeString(config, Files.readString(config).replace(old, changed));
    return refused(name, ModelPackage.open("networks", folder).part(name));
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(
      String name, ModelPart part) {
    return assertThatThrownBy(
            () -> {
              switch (name.substring(0, name.indexOf('_'))) {
                case "dit" -> StableAudioDiTModel.load(part);
                case "projection" -> StableAudioProjectionModel.load(part);
                default -> AutoencoderOobleck.load(part);
              }
            })
        .isInstanceOf(NodeFailure.class);
  }

  /// As the script cut it.
  private static FloatTensor beginning(FloatTensor wave) {
    long[] sizes = wave.shape().toArray();
    int all = Math.toIntExact(sizes[2]);
    int kept = all / 2 + 3;
    int rows = Math.toIntExact(sizes[0] * sizes[1]);
    float[] values = new float[rows * kept];
    for (int row = 0; row < rows; row++) {
      float[] cut = Arrays.copyOfRange(wave.values(), row * all, row * all + kept);
      System.arraycopy(cut, 0, values, row * kept, kept);
    }
    return FloatTensor.of(values, sizes[0], sizes[1], kept);
  }

  private static ModelPart part(String name) throws Exception {
    return ModelPackage.open("networks", StableAudioResources.path("networks")).part(name);
  }
}
