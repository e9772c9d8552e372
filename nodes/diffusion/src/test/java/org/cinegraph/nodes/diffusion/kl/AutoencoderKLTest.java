package org.cinegraph.nodes.diffusion.kl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against diffusers: several levels and groups, odd sizes, batches, old names of the attention's
/// tensors and its matrices as convolutions, with and without the outer convolutions and the
/// attention, scaling by a factor, a shift or each channel, weights of 32 and of 16 bits.
class AutoencoderKLTest {
  private static final double MOST = 1e-5;

  /// Of the library's own error: less would say that these are not 16 bits.
  private static final double LEAST_OF_THE_LIBRARYS = 0.2;

  private static final double MOST_OF_THE_LIBRARYS = 1.5;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"three_levels", "old_names", "old_matrices", "shifted_bare"})
  @Gate(kind = Gate.Kind.NETWORK, what = "AutoencoderKL, 4 tiny networks", most = MOST)
  void picturesAndLatentsAreThoseOfTheLibrary(String name) throws Exception {
    try (Golden golden = Golden.beside(AutoencoderKLTest.class, name);
        AutoencoderKL autoencoder = AutoencoderKL.load(KlResources.network(name)).model()) {
      EncodedImage encoded = autoencoder.encode(golden.floats("image"));

      golden.assertClose(encoded.mean(), "mean", MOST);
      golden.assertClose(encoded.logvar(), "logvar", MOST);
      golden.assertClose(encoded.sample(golden.floats("noise")), "sample", MOST);
      golden.assertClose(autoencoder.normalised(encoded.mean()), "normalised", MOST);
      golden.assertClose(autoencoder.decode(golden.floats("latents")), "decoded", MOST);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "three_levels, bf16",
    "old_names, bf16",
    "shifted_bare, bf16",
    "three_levels, f16",
    "shifted_bare, f16"
  })
  @Gate(
      kind = Gate.Kind.NETWORK,
      what = "AutoencoderKL in bf16 and f16, from float32",
      figure = "relative RMS, over that of diffusers in the same type",
      most = MOST_OF_THE_LIBRARYS)
  void in16BitsTheyAreAsNearAsThoseOfTheLibrary(String name, String dtype) throws Exception {
    ModelPart part = mayOverflow(name).in(WeightForm.PLAIN.in(Dtype.named(dtype).orElseThrow()));
    try (Golden golden = Golden.beside(AutoencoderKLTest.class, name);
        Golden halves = Golden.beside(AutoencoderKLTest.class, "halves");
        AutoencoderKL autoencoder = AutoencoderKL.load(part).model()) {
      float[] mean = autoencoder.encode(golden.floats("image")).mean().values();
      float[] decoded = autoencoder.decode(golden.floats("latents")).values();
      double worst =
          Math.max(
              Golden.relativeError(mean, golden.floats("mean").values()),
              Golden.relativeError(decoded, golden.floats("decoded").values()));
      double ratio = worst / halves.floats(name + "." + dtype).values()[0];
      RecordGate.compared(ratio);

      assertThat(ratio).isBetween(LEAST_OF_THE_LIBRARYS, MOST_OF_THE_LIBRARYS);
    }
  }

  /// One whose configuration says that float16 holds its numbers.
  private ModelPart mayOverflow(String name) throws Exception {
    KlResources.copy(name, folder);
    Path config = folder.resolve("vae/config.json");
    String text = Files.readString(config);
    assertThat(text).contains("\"force_upcast\": true");
    Files.writeString(config, text.replace("\"force_upcast\": true", "\"force_upcast\": false"));
    return ModelPackage.open("changed", folder).part("vae");
  }

  @Test
  void whatOverflowsInFloat16IsComputedInFloat32() throws Exception {
    ModelPart part = KlResources.network("three_levels").in(WeightForm.PLAIN.in(Dtype.F16));
    try (Golden golden = Golden.beside(AutoencoderKLTest.class, "three_levels");
        AutoencoderKL autoencoder = AutoencoderKL.load(part).model()) {
      golden.assertClose(autoencoder.decode(golden.floats("latents")), "decoded", MOST);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"three_levels", "shifted_bare"})
  @Gate(kind = Gate.Kind.NETWORK, what = "AutoencoderKL in tiles, 2 tiny networks", most = MOST)
  void inTilesTheyAreThoseOfTheLibraryToo(String name) throws Exception {
    try (Golden golden = Golden.beside(AutoencoderKLTest.class, name);
        AutoencoderKL autoencoder = AutoencoderKL.load(KlResources.network(name)).model()) {
      FloatTensor large = golden.floats("large");
      FloatTensor wide = golden.floats("wide");
      int tile = autoencoder.sampleSize();
      int scale = autoencoder.scale();

      FloatTensor moments =
          Planes.blank(
              large,
              2L * autoencoder.latentChannels(),
              Planes.height(large) / scale,
              Planes.width(large) / scale);
      TileGrid encoding =
          TileGrid.encoding(autoencoder, tile, Planes.height(large), Planes.width(large));
      inTiles(encoding, large, moments, autoencoder::moments);
      FloatTensor picture =
          Planes.blank(
              wide, 3, (long) scale * Planes.height(wide), (long) scale * Planes.width(wide));
      TileGrid decoding =
          TileGrid.decoding(autoencoder, tile, Planes.height(wide), Planes.width(wide));
      inTiles(decoding, wide, picture, autoencoder::decode);

      golden.assertClose(EncodedImage.of(moments).mean(), "large_mean", MOST);
      golden.assertClose(EncodedImage.of(moments).logvar(), "large_logvar", MOST);
      golden.assertClose(picture, "wide_decoded", MOST);
      assertThat(encoding.tiles()).isGreaterThan(4);
      assertThat(decoding.tiles()).isGreaterThan(4);
    }
  }

  @Test
  void aPictureNoLargerThanATileIsOneTileAndTheWholeResult() throws Exception {
    try (Golden golden = Golden.beside(AutoencoderKLTest.class, "three_levels");
        AutoencoderKL autoencoder =
            AutoencoderKL.load(KlResources.network("three_levels")).model()) {
      FloatTensor latents = golden.floats("latents");

      for (int tile : new int[] {0, 32}) {
        TileGrid grid = TileGrid.decoding(autoencoder, tile, 5, 7);
        FloatTensor picture = Planes.blank(latents, 3, 20, 28);
        inTiles(grid, latents, picture, autoencoder::decode);

        assertThat(grid.tiles()).isEqualTo(1);
        golden.assertClose(picture, "decoded", MOST);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 15, 17, -16})
  void aTileOfWhichAQuarterIsNotWholeLatentsIsRefusedWithTheNearest(int tile) throws Exception {
    try (AutoencoderKL autoencoder =
        AutoencoderKL.load(KlResources.network("three_levels")).model()) {
      assertThatThrownBy(() -> TileGrid.decoding(autoencoder, tile, 9, 9))
          .isInstanceOf(NodeFailure.class)
          .hasMessageContaining("a multiple of 16 pixels")
          .hasMessageContaining("found %d. The nearest: 16".formatted(tile));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"norm_num_groups\": 4 | \"norm_num_groups\": 5 | of 8 that norm_num_groups of 5 do not",
        "\"act_fn\": \"silu\" | \"act_fn\": \"mish\" | act_fn of mish; known here: silu, swish",
        "\"in_channels\": 3 | \"in_channels\": 4 | in_channels of 4; 3 is known here",
        "\"DownEncoderBlock2D\" | \"AttnDownEncoderBlock2D\" | down_block_types of AttnDown",
        "\"shift_factor\": null | \"shift_factor\": \"far\" | shift_factor was expected to be a number",
        "\"latents_mean\": null | \"latents_mean\": [1, 2] | to hold 4 numbers, found 2",
        "\"scaling_factor\": 0.18215 | \"scaling_factor\": 0 | both must be above 0",
        "\"use_quant_conv\": true | \"use_quant_conv\": false | 2 not known to it: quant_conv",
        "\"mid_block_add_attention\": true | \"mid_block_add_attention\": false | 20 not known to it: decoder.mid_block.attentions.0.group_norm.bias",
      })
  void aConfigurationThatWeCannotRunIsRefusedByName(String change) throws Exception {
    String[] words = change.split(" \\| ");
    KlResources.copy("three_levels", folder);
    Path config = folder.resolve("vae/config.json");
    String text = Files.readString(config);
    assertThat(text).contains(words[0]);
    Files.writeString(config, text.replace(words[0], words[1]));
    ModelPart part = ModelPackage.open("changed", folder).part("vae");

    assertThatThrownBy(() -> AutoencoderKL.load(part))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining(words[2]);
  }

  @Test
  void ofASampleSizeForEachAxisTheFirstCountsAsInTheLibrary() throws Exception {
    KlResources.copy("three_levels", folder);
    Path config = folder.resolve("vae/config.json");
    Files.writeString(
        config,
        Files.readString(config).replace("\"sample_size\": 16", "\"sample_size\": [48, 16]"));

    ModelPart part = ModelPackage.open("changed", folder).part("vae");
    try (AutoencoderKL autoencoder = AutoencoderKL.load(part).model()) {
      assertThat(autoencoder.sampleSize()).isEqualTo(48);
    }
  }

  private interface Network {
    FloatTensor call(FloatTensor tile) throws NodeFailure;
  }

  /// As a loop that is interrupted before every tile would do it.
  private static void inTiles(
      TileGrid grid, FloatTensor source, FloatTensor target, Network network) throws Exception {
    TileSeams seams = TileSeams.start(grid);
    for (int tile = 0; tile < grid.tiles(); tile++) {
      FloatTensor computed = network.call(grid.cut(source, tile));
      TileSeams.Blended blended = restored(seams).add(grid, tile, computed);
      Planes.paste(blended.kept(), target, grid.top(tile), grid.left(tile));
      seams = blended.seams();
    }
  }

  private static TileSeams restored(TileSeams seams) throws IOException {
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    seams.save(new DataOutputStream(saved));
    return TileSeams.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
  }
}
