package org.cinegraph.workers.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.nodes.tensor.model.FileDigests;
import org.cinegraph.workers.wire.WireValues;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFoldersTest {
  @TempDir private Path models;

  @BeforeEach
  void writePackage() throws IOException {
    write("toy/model_index.json", "{\"_class_name\": \"P\", \"scheduler\": [\"x\", \"Euler\"]}");
    write("toy/scheduler/scheduler_config.json", "{\"_class_name\": \"Euler\", \"steps\": 7}");
  }

  @Test
  void packagesAreOfferedWithTheirDigests() throws Exception {
    ModelFolders folders = scan();

    assertThat(folders.messages()).extracting("name").containsExactly("toy");
    assertThat(folders.verified("toy", digest(folders)).path()).isEqualTo(models.resolve("toy"));
  }

  @Test
  void aPackageAlteredAfterTheStartIsRefused() throws Exception {
    ModelFolders folders = scan();
    Digest published = digest(folders);
    write("toy/scheduler/scheduler_config.json", "{\"_class_name\": \"Euler\", \"steps\": 77}");

    assertThatThrownBy(() -> folders.verified("toy", published))
        .hasMessageContaining("Model package toy in " + models.resolve("toy"))
        .hasMessageContaining("expected digest " + published.brief());
  }

  @Test
  void aPackageThatCannotBeUsedIsNotOfferedAndSaysWhyWhenAskedFor() throws Exception {
    write("toy/model_index.json", "{\"unet\": [\"diffusers\", \"UNet2DConditionModel\"]}");
    write("toy/unet/config.json", "{}");
    write("toy/unet/diffusion_pytorch_model.bin", "pickle");
    ModelFolders folders = scan();

    assertThat(folders.messages()).isEmpty();
    assertThat(folders.unusableMessages())
        .singleElement()
        .satisfies(told -> assertThat(told.getName()).isEqualTo("toy"))
        .satisfies(
            told -> assertThat(told.getWhy()).contains("the pickle diffusion_pytorch_model.bin"));
    assertThatThrownBy(() -> folders.verified("toy", Digest.of("toy")))
        .hasMessageContaining("weights only as the pickle diffusion_pytorch_model.bin");
  }

  @Test
  void aPackageMayLieElsewhereUnderALink() throws Exception {
    Digest there = digest(scan());
    Path linked = models.resolve("linked");
    Path elsewhere = Files.createDirectories(models.resolve("disk")).resolve("toy");
    Files.move(models.resolve("toy"), elsewhere);
    Files.createSymbolicLink(linked, elsewhere);

    ModelFolders folders = scan();
    assertThat(folders.messages()).singleElement().matches(told -> told.getName().equals("linked"));
    assertThat(folders.verified("linked", there).path()).isEqualTo(linked);

    Files.move(elsewhere, elsewhere.resolveSibling("away"));
    assertThat(scan().unusableMessages())
        .singleElement()
        .satisfies(
            told -> assertThat(told.getWhy()).startsWith("There is no model package linked: "));
  }

  @Test
  void aPackageThatIsNotHereIsNamedWithThoseThatAre() throws Exception {
    ModelFolders folders = scan();

    assertThatThrownBy(() -> folders.verified("large", Digest.of("large")))
        .hasMessage("This worker has no model package large; it has toy.");
  }

  private ModelFolders scan() throws IOException {
    return ModelFolders.scan(
        List.of(models, models.resolve("absent")), FileDigests.ofThisProcess());
  }

  private static Digest digest(ModelFolders folders) {
    return WireValues.digest(folders.messages().getFirst().getDigest());
  }

  private void write(String name, String content) throws IOException {
    Path file = models.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
