package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.cinegraph.bench.stack.CinegraphCommand.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `models add | show | verify`, which look at packages of this machine and need nothing that runs.
class ModelsTest {
  @TempDir private Path folder;
  private CinegraphCommand cinegraph;
  private Path toy;

  @BeforeEach
  void copyPackage() throws Exception {
    cinegraph = new CinegraphCommand(folder, folder.resolve("home"));
    toy = Files.createDirectories(folder.resolve("disk")).resolve("toy");
    Folders.copy(CinegraphCommand.example("models/toybox"), toy);
    FileTime yesterday = FileTime.from(Instant.now().minusSeconds(86_400));
    try (Stream<Path> files = Files.walk(toy)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, yesterday);
      }
    }
  }

  @Test
  void anAddedPackageIsShownWithPartsAndMemory() throws Exception {
    Outcome added = cinegraph.run("models", "add", toy.toString());
    assertThat(added.exitCode()).as(added.err()).isZero();
    assertThat(added.out()).contains("toy is whole, with digest ").contains("toy is " + toy);
    assertThat(cinegraph.home().resolve("models/toy").toRealPath()).isEqualTo(toy.toRealPath());
    assertThat(cinegraph.run("models", "add", toy.toString()).exitCode()).isZero();

    Outcome shown = cinegraph.run("models", "show", "toy");
    assertThat(shown.out())
        .containsPattern("(?m)^digest +[0-9a-f]{64}$")
        .contains("no file in the package says")
        .containsPattern(
            "(?m)^text_encoder +ToyboxTextEncoder +[0-9,]+  F32 +[0-9.]+ MB +[0-9.]+ MB$")
        .containsPattern("(?m)^tokenizer +\\w+$");
    assertThat(cinegraph.run("models", "show", toy.toString(), "--json").out())
        .contains("\"class\":\"ToyboxVideoTransformer\"");
  }

  @Test
  void aByteThatWasAlteredWhereNothingElseShowsItIsFoundByVerify() throws Exception {
    cinegraph.run("models", "add", toy.toString(), "--name", "mine");
    assertThat(cinegraph.run("models", "verify", "mine").out())
        .contains(" files read, all as they were when they were first read.");

    Path weights = toy.resolve("vae/diffusion_pytorch_model.safetensors");
    FileTime before = Files.getLastModifiedTime(weights);
    try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
      file.seek(file.length() - 1);
      int last = file.read();
      file.seek(file.length() - 1);
      file.write(last ^ 1);
    }
    Files.setLastModifiedTime(weights, before);

    Outcome verified = cinegraph.run("models", "verify", "mine");
    assertThat(verified.exitCode()).isEqualTo(1);
    assertThat(verified.out())
        .contains("vae/diffusion_pytorch_model.safetensors has been altered: expected digest ")
        .contains("mine: 1 of ");
  }

  @Test
  void whatCannotBeUsedIsNotRegistered() throws Exception {
    Files.move(
        toy.resolve("text_encoder/model.safetensors"),
        toy.resolve("text_encoder/pytorch_model.bin"));
    Outcome refused = cinegraph.run("models", "add", toy.toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("weights only as the pickle pytorch_model.bin");
    assertThat(Files.exists(cinegraph.home().resolve("models/toy"))).isFalse();

    Outcome absent = cinegraph.run("models", "show", "sdxl");
    assertThat(absent.exitCode()).isEqualTo(2);
    assertThat(absent.err()).startsWith("There is no model package sdxl in ");
    assertThat(cinegraph.run("models", "add", folder.toString()).err())
        .contains("neither a model_index.json in it nor the config.json of a network");
  }
}
