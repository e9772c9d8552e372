package org.cinegraph.nodes.tensor.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.WeightForm;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.program.ExpectedTensors;
import org.cinegraph.nodes.tensor.program.Weights;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Folders as diffusers and transformers save them, and as they go wrong.
class DiffusersFolderTest {
  private static final String INDEX = "text_encoder/model.safetensors.index.json";
  private static final String TRUTH =
      """
      {"metadata": {"total_size": 12},
       "weight_map": {"a": "model-00001-of-00002.safetensors",
                      "b": "model-00002-of-00002.safetensors",
                      "c": "model-00002-of-00002.safetensors"}}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writeShardedPackage() throws IOException {
    write(
        "model_index.json",
        """
        {"_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.35.1",
         "requires_safety_checker": true,
         "feature_extractor": ["transformers", "CLIPImageProcessor"],
         "image_encoder": [null, null],
         "safety_checker": ["stable_diffusion", "StableDiffusionSafetyChecker"],
         "text_encoder": ["transformers", "CLIPTextModel"]}
        """);
    write("text_encoder/config.json", "{\"architectures\": [\"CLIPTextModel_New\"]}");
    write(INDEX, TRUTH);
    weights("text_encoder/model-00001-of-00002.safetensors", "a");
    weights("text_encoder/model-00002-of-00002.safetensors", "b", "c");
  }

  @Test
  void partsAreKnownByTheirClassesAndThoseOfNoUseMayBeAway() throws Exception {
    ModelPackage opened = open();

    assertThat(opened.partNames()).containsExactly("text_encoder");
    assertThat(opened.part("text_encoder").className()).isEqualTo("CLIPTextModel");
  }

  @Test
  void theIndexNamesTheClassWhereTheConfigurationDoesNot() throws Exception {
    write("text_encoder/config.json", "{\"_name_or_path\": \"somewhere\"}");

    assertThat(open().part("text_encoder").className()).isEqualTo("CLIPTextModel");
  }

  @Test
  void shardsAreOneSetOfWeights() throws Exception {
    ModelPart part = open().part("text_encoder");

    assertThat(part.tensorNames()).containsExactly("a", "b", "c");
    ExpectedTensors expected = new ExpectedTensors().add("a", 1).add("b", 1).ignore("c");
    try (Weights weights = Weights.load(part.weights(), "Small", expected)) {
      assertThat(weights.bytes()).isEqualTo(8);
    }
    assertThatThrownBy(
            () -> Weights.load(part.weights(), "Small", new ExpectedTensors().add("d", 1)))
        .hasMessageContaining("model.safetensors.index.json do not fit Small: 1 missing: d;")
        .hasMessageContaining("3 not known to it: a, b, c.");
  }

  @Test
  void aMissingShardIsNamed() throws IOException {
    Files.delete(folder.resolve("text_encoder/model-00002-of-00002.safetensors"));

    refused()
        .hasMessageContaining("The text_encoder of model package sd is damaged")
        .hasMessageContaining("names 2 shards, 1 of them missing: model-00002-of-00002");
  }

  @Test
  void anIndexThatLiesIsRefusedWithWhereItDoes() throws IOException {
    write(
        INDEX,
        TRUTH.replace("\"a\"", "\"z\"").replace("\"c\": \"model-00002", "\"c\": \"model-00001"));

    refused()
        .hasMessageContaining("does not tell what is in its shards")
        .hasMessageContaining("z is not in model-00001-of-00002.safetensors")
        .hasMessageContaining("c is not in model-00001-of-00002.safetensors")
        .hasMessageContaining("model-00001-of-00002.safetensors holds a too")
        .hasMessageContaining("model-00002-of-00002.safetensors holds c too");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"weight_map\": {}}",
        "{\"weight_map\": {\"a\": 7}}",
        "{\"weight_map\": {\"a\": \"../../model.safetensors\"}}",
        "{\"weight_map\": {\"a\": \"/etc/model.safetensors\"}}",
        "{\"weight_map\": {\"a\": \"pytorch_model.bin\"}}",
        "{\"weight_map\": {\"a\": \"m.safetensors\", \"a\": \"n.safetensors\"}}",
        "{\"weight_map\": "
      })
  void whatIsNoIndexIsRefused(String text) throws IOException {
    write(INDEX, text);

    refused().hasMessageContaining("model.safetensors.index.json is no index of shards: ");
  }

  @Test
  void aVariantIsTakenWhereThereIsNoPlainFile() throws Exception {
    clearWeights();
    weights("text_encoder/model.fp16.safetensors", "half");
    assertThat(open().part("text_encoder").tensorNames()).containsExactly("half");

    weights("text_encoder/model.safetensors", "plain");
    assertThat(open().part("text_encoder").tensorNames()).containsExactly("plain");
  }

  @Test
  void ofSeveralVariantsWithoutAPlainFileOneHasToBeNamed() throws Exception {
    clearWeights();
    weights("text_encoder/model.fp16.safetensors", "half");
    weights("text_encoder/model.non_ema.safetensors", "other");

    ModelPart open = open().part("text_encoder");
    assertThatThrownBy(open::tensorNames)
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining(
            "has no plain weights but several variants: fp16, non_ema. Name one of them in the"
                + " graph: model: {base: …, variant: fp16}.");
    assertThat(open.choices())
        .extracting(it -> it.form().variant().orElseThrow())
        .containsExactly("fp16", "non_ema");
    assertThat(asked("non_ema").part("text_encoder").tensorNames()).containsExactly("other");
  }

  @Test
  void ofSeveralVariantsEachHasToBeSound() throws IOException {
    clearWeights();
    weights("text_encoder/model.fp16.safetensors", "half");
    write("text_encoder/model.non_ema.safetensors", "no tensors");

    refused().hasMessageContaining("damaged");
  }

  @Test
  void aVariantIsTakenBeforePlainWeightsWhereItIsAskedForAndThere() throws Exception {
    clearWeights();
    weights("text_encoder/model.safetensors", "whole");
    weights("text_encoder/model.fp16.safetensors", "half");
    weights("text_encoder/model.non_ema.safetensors", "other");

    assertThat(open().part("text_encoder").tensorNames()).containsExactly("whole");
    assertThat(asked("fp16").part("text_encoder").tensorNames()).containsExactly("half");
    assertThat(asked("non_ema").part("text_encoder").tensorNames()).containsExactly("other");
    assertThatThrownBy(() -> asked("fp8"))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("no weights of the variant fp8; it has fp16, non_ema.");
  }

  private ModelPackage asked(String variant) throws Exception {
    WeightForm form = new WeightForm(Dtype.F32, Optional.of(variant));
    return ModelPackage.open(new ModelFolder("small", Digest.of("small"), folder).in(form));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.safetensors.index.fp16.json", "model.fp16.safetensors.index.json"})
  void aVariantMayBeSharded(String index) throws Exception {
    Files.move(folder.resolve(INDEX), folder.resolve("text_encoder").resolve(index));

    assertThat(open().part("text_encoder").tensorNames()).containsExactly("a", "b", "c");
  }

  @Test
  void wholeNumbersWhereFloatsBelongAreADifference() throws Exception {
    clearWeights();
    byte[] header = "{\"a\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]}}  ".getBytes();
    java.nio.ByteBuffer file =
        java.nio.ByteBuffer.allocate(8 + header.length + 4).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header);
    Files.write(folder.resolve("text_encoder/model.safetensors"), file.array());

    assertThatThrownBy(() ->
            Weights.load(
                open().part("text_encoder").weights(), "Small", new ExpectedTensors().add("a", 1)))
        .hasMessageContaining("1 of another type: a (expected floats, found I32).");
  }

  @Test
  void aConfigurationBeyondAnyIsRefusedUnread() throws IOException {
    Path config = folder.resolve("text_encoder/config.json");
    try (var file =
        java.nio.channels.FileChannel.open(config, java.nio.file.StandardOpenOption.WRITE)) {
      file.write(java.nio.ByteBuffer.wrap(new byte[1]), 64L << 20);
    }

    refused().hasMessageContaining("has 67108865 bytes; a text of a model package has at most");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused() {
    return assertThatThrownBy(this::open).isInstanceOf(NodeFailure.class);
  }

  private ModelPackage open() throws NodeFailure, IOException {
    return ModelPackage.open("sd", folder);
  }

  private void clearWeights() throws IOException {
    for (String file :
        List.of(
            "model.safetensors.index.json",
            "model-00001-of-00002.safetensors",
            "model-00002-of-00002.safetensors")) {
      Files.delete(folder.resolve("text_encoder").resolve(file));
    }
  }

  private void weights(String file, String... names) throws IOException {
    TreeMap<String, FloatTensor> tensors = new TreeMap<>();
    for (String name : names) {
      tensors.put(name, FloatTensor.of(new float[] {1}, 1));
    }
    SafetensorsWriter.write(folder.resolve(file), tensors);
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
