package org.cinegraph.nodes.tensor.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsWriter;
import org.cinegraph.nodes.tensor.safetensors.WeightFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPackageTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeSmallPackage() throws IOException {
    write("README.md", "A card.");
    write(
        "model_index.json",
        """
        {"_class_name": "Pipeline", "scheduler": ["here", "Euler"], "transformer": ["here", "Small"]}
        """);
    write("scheduler/scheduler_config.json", "{\"_class_name\": \"Euler\", \"grid\": 250}");
    write("transformer/config.json", "{\"_class_name\": \"Small\", \"dims\": [8, 4]}");
    TreeMap<String, FloatTensor> weights = new TreeMap<>();
    weights.put("w", FloatTensor.of(new float[] {1, 2}, 2));
    SafetensorsWriter.write(weightFile(), weights);
  }

  @Test
  void aWholePackageIsOpenedWithItsParts() throws Exception {
    ModelPackage opened = open();

    assertThat(opened.partNames()).containsExactly("scheduler", "transformer");
    assertThat(opened.part("scheduler").config().integer("grid")).isEqualTo(250);
    assertThat(opened.part("transformer").config().integers("dims")).containsExactly(8, 4);
    assertThat(opened.part("transformer").className(List.of("Other", "Small"))).isEqualTo("Small");
    assertThat(opened.part("transformer").weights()).isEqualTo(WeightFiles.single(weightFile()));
  }

  @Test
  void theDigestIsThatOfTheSumsOfItsFiles() throws Exception {
    StringBuilder sums = new StringBuilder();
    for (String file :
        List.of(
            "model_index.json",
            "scheduler/scheduler_config.json",
            "transformer/config.json",
            "transformer/diffusion_pytorch_model.safetensors")) {
      Digest digest = Digest.of(Files.readAllBytes(folder.resolve(file)));
      sums.append(digest.hex()).append("  ").append(file).append('\n');
    }

    assertThat(open().digest()).isEqualTo(Digest.of(sums.toString()));
  }

  @Test
  void modelCardAndHiddenFilesDoNotCount() throws Exception {
    Digest before = open().digest();
    write("README.md", "A better card.");
    write(".cache/note", "downloaded");

    assertThat(open().digest()).isEqualTo(before);
  }

  @Test
  void anAlteredPackageIsRefusedByItsDigest() throws Exception {
    Digest before = open().digest();
    assertThat(open().verify(before, FileDigests.ofThisProcess()).digest()).isEqualTo(before);
    write("transformer/config.json", "{\"_class_name\": \"Small\", \"dims\": [8, 5]}");

    assertThatThrownBy(() -> open().verify(before, FileDigests.ofThisProcess()))
        .hasMessageContaining("Model package small in")
        .hasMessageContaining("has been altered: expected digest " + before.brief());
  }

  @Test
  void aMissingPackageIsNamed() {
    assertThatThrownBy(() -> ModelPackage.open("nowhere", folder.resolve("nowhere")))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("There is no model package nowhere");
  }

  @Test
  void aPartOfPicklesOnlyIsRefusedByName() throws IOException {
    Files.delete(weightFile());
    write("transformer/diffusion_pytorch_model.BIN", "");

    refused()
        .hasMessageContaining(
            "The transformer of model package small has its weights only as the pickle"
                + " diffusion_pytorch_model.BIN")
        .hasMessageContaining("save it with safe_serialization=True");
  }

  @Test
  void aPickleAloneIsNoPackage() throws IOException {
    Files.delete(folder.resolve("model_index.json"));
    write("small-pruned.ckpt", "");

    refused()
        .hasMessageContaining("has no model_index.json but the pickle small-pruned.ckpt")
        .hasMessageContaining("in the layout of diffusers, with safetensors");
  }

  @Test
  void aPickleBesideSafetensorsIsPassedOver() throws Exception {
    Digest before = open().digest();
    write("transformer/pytorch_model.bin", "never opened");

    assertThat(open().digest()).isEqualTo(before);
    assertThat(open().part("transformer").weights().named()).isEqualTo(weightFile());
  }

  @Test
  void aTruncatedFileIsRefusedByName() throws IOException {
    byte[] whole = Files.readAllBytes(weightFile());
    Files.write(weightFile(), Arrays.copyOf(whole, whole.length - 3));

    refused()
        .hasMessageContaining("Model package small is damaged")
        .hasMessageContaining("diffusion_pytorch_model.safetensors is cut off");
  }

  @Test
  void missingWeightsAndConfigurationsAreNamed() throws IOException {
    Files.delete(weightFile());
    refused().hasMessageContaining("The transformer of model package small has no weights");

    Files.delete(folder.resolve("transformer/config.json"));
    refused().hasMessageContaining("transformer/config.json of model package small is missing");

    Files.delete(folder.resolve("model_index.json"));
    refused().hasMessageContaining("model_index.json of model package small is missing");
  }

  @Test
  void aPartOutsideOfThePackageIsRefused() throws IOException {
    write("model_index.json", "{\"../small/transformer\": [\"here\", \"Small\"]}");

    refused()
        .hasMessageContaining(
            "model_index.json of model package small names a part \"../small/transformer\", which is"
                + " no name of a folder beside it");
  }

  @Test
  void aConfigurationThatIsNoJsonIsNamed() throws IOException {
    write("transformer/config.json", "{\"_class_name\": ");

    refused().hasMessageContaining("transformer/config.json of model package small is not JSON");
  }

  @Test
  void aFieldOfTheWrongKindIsNamedWithWhatWasFound() throws Exception {
    ModelConfig config = open().part("scheduler").config();

    assertThatThrownBy(() -> config.text("grid"))
        .hasMessage(
            "scheduler/scheduler_config.json of model package small: field grid was expected to be"
                + " a text, found 250.");
    assertThatThrownBy(() -> config.integer("steps"))
        .hasMessageContaining("field steps was expected to be a whole number, found nothing");
  }

  @Test
  void anArchitectureThatNobodyKnowsIsRefusedWithThoseKnown() throws Exception {
    ModelPart part = open().part("transformer");

    assertThatThrownBy(() -> part.className(List.of("Large", "Larger")))
        .hasMessage(
            "The transformer of model package small is a Small; known here: Large, Larger.");
  }

  @Test
  void aPartThatThePackageLacksIsNamedWithThoseItHas() throws Exception {
    ModelPackage opened = open();

    assertThatThrownBy(() -> opened.part("vae"))
        .hasMessageContaining(
            "Model package small has no vae; its parts are scheduler, transformer.");
  }

  @Test
  void aNetworkThatWasReleasedAloneTakesThePlaceOfAPart(@TempDir Path alone) throws Exception {
    Files.writeString(alone.resolve("config.json"), "{\"_class_name\": \"Small\", \"dims\": [9]}");
    Files.copy(weightFile(), alone.resolve("diffusion_pytorch_model.safetensors"));
    ModelFolder other = folderOf("tuned", alone);

    ModelPackage composed = ModelPackage.open(base().with(parts("transformer", other)));

    assertThat(composed.partNames()).containsExactly("scheduler", "transformer");
    assertThat(composed.part("transformer").config().integers("dims")).containsExactly(9);
    assertThat(composed.part("transformer").packageName()).isEqualTo("tuned");
    assertThat(composed.part("scheduler").packageName()).isEqualTo("small");
    assertThatThrownBy(() -> ModelPackage.open(other).part("transformer"))
        .hasMessage(
            "Model package tuned is a single Small without the other parts of a model. Give it the"
                + " place of a part: {base: PACKAGE, PART: tuned}.");
  }

  @Test
  void aPartOfAnotherPackageTakesThePlaceOfOneThatThereIs() throws Exception {
    ModelFolder other = folderOf("other", folder);

    assertThat(
            ModelPackage.open(base().with(parts("transformer", other)))
                .part("transformer")
                .packageName())
        .isEqualTo("other");
    assertThatThrownBy(() -> ModelPackage.open(base().with(parts("vae", other))))
        .hasMessageContaining(
            "Model package small has no vae; its parts are scheduler, transformer.");
  }

  @Test
  void aPartIsKnownByAllThatItIsLoadedFrom() {
    ModelFolder other = new ModelFolder("other", Digest.of("other"), folder);
    ModelFolder composed = base().with(parts("unet", other));

    assertThat(composed.digestOf("vae")).isEqualTo(base().digestOf("vae"));
    assertThat(composed.digestOf("unet")).isNotEqualTo(base().digestOf("unet"));
    assertThat(base().with(parts("tokenizer", other)).digestOf("text_encoder"))
        .isNotEqualTo(base().digestOf("text_encoder"));
  }

  private ModelFolder base() {
    return folderOf("small", folder);
  }

  private static ModelFolder folderOf(String name, Path path) {
    return new ModelFolder(name, Digest.of(name), path);
  }

  private static TreeMap<String, ModelFolder> parts(String part, ModelFolder from) {
    TreeMap<String, ModelFolder> parts = new TreeMap<>();
    parts.put(part, from);
    return parts;
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused() {
    return assertThatThrownBy(this::open).isInstanceOf(NodeFailure.class);
  }

  private ModelPackage open() throws NodeFailure, IOException {
    return ModelPackage.open("small", folder);
  }

  private Path weightFile() {
    return folder.resolve("transformer/diffusion_pytorch_model.safetensors");
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
