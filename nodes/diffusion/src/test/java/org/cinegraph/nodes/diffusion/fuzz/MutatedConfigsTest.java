package org.cinegraph.nodes.diffusion.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cinegraph.nodes.diffusion.kl.AutoencoderKL;
import org.cinegraph.nodes.diffusion.schedule.Schedule;
import org.cinegraph.nodes.diffusion.schedule.SchedulerConfig;
import org.cinegraph.nodes.diffusion.schedule.Schedules;
import org.cinegraph.nodes.diffusion.solver.Solvers;
import org.cinegraph.nodes.diffusion.solver.StepNoise;
import org.cinegraph.nodes.diffusion.unet.UNet2DConditionModel;
import org.cinegraph.nodes.diffusion.wan.WanTransformer3DModel;
import org.cinegraph.nodes.diffusion.wanvae.AutoencoderKLWan;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.fuzz.Answers;
import org.cinegraph.nodes.tensor.fuzz.MutateFile;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Weights fit no configuration here, so that reading ends before libtorch takes part.
class MutatedConfigsTest {
  private static final int FILES = Integer.getInteger("cinegraph.fuzz-files", 100_000) / 10;
  private static final Path RESOURCES = Path.of("src/test/resources/org/cinegraph/nodes/diffusion");
  private static final int STEPS = 8;

  @TempDir private Path folder;

  @Test
  void configurationsThatAreNearlyThoseOfDenoisersAreReadOrRefused() throws IOException {
    List<String> configs = configs("unet/networks");
    writePackage("UNet2DConditionModel");
    int refused =
        Answers.of(
            FILES,
            random -> {
              writeConfig(random, configs);
              ModelPackage opened = ModelPackage.open("tiny", folder);
              UNet2DConditionModel.load(opened.part("network")).model().close();
            });
    assertThat(refused).isEqualTo(FILES);
  }

  @Test
  void configurationsThatAreNearlyThoseOfAutoencodersAreReadOrRefused() throws IOException {
    List<String> configs = configs("kl/networks");
    writePackage("AutoencoderKL");
    int refused =
        Answers.of(
            FILES,
            random -> {
              writeConfig(random, configs);
              ModelPackage opened = ModelPackage.open("tiny", folder);
              AutoencoderKL.load(opened.part("network")).model().close();
            });
    assertThat(refused).isEqualTo(FILES);
  }

  @Test
  void configurationsThatAreNearlyThoseOfWanAreReadOrRefused() throws IOException {
    List<String> generators = configs("wan/networks");
    writePackage("WanTransformer3DModel");
    int refused =
        Answers.of(
            FILES / 2,
            random -> {
              writeConfig(random, generators);
              ModelPackage opened = ModelPackage.open("tiny", folder);
              WanTransformer3DModel.load(opened.part("network")).model().close();
            });
    List<String> autoencoders = configs("wanvae/networks");
    writePackage("AutoencoderKLWan");
    refused +=
        Answers.of(
            FILES / 2,
            random -> {
              writeConfig(random, autoencoders);
              ModelPackage opened = ModelPackage.open("tiny", folder);
              AutoencoderKLWan.load(opened.part("network")).model().close();
            });
    assertThat(refused).isEqualTo(FILES / 2 * 2);
  }

  @Test
  void configurationsThatAreNearlyThoseOfSchedulersAreFollowedOrRefused() throws IOException {
    JsonNode cases =
        JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build()
            .readTree(Files.readString(RESOURCES.resolve("schedule/diffusers.json")));
    List<String> configs = cases.valueStream().map(it -> it.path("config").toString()).toList();
    int refused =
        Answers.of(
            FILES,
            random -> {
              String config = configs.get(random.nextInt(configs.size()));
              Path file = folder.resolve("scheduler_config.json");
              MutateFile.write(file, bytes(new MutateFile(random).json(config)));
              follow(ModelConfig.read(file, "scheduler_config.json"));
            });
    assertThat(refused).isBetween(FILES / 10, FILES - FILES / 10);
  }

  private static void follow(ModelConfig file) throws NodeFailure {
    SchedulerConfig config = SchedulerConfig.read(file);
    Schedule schedule = Schedules.of(config, STEPS);
    Solvers.of(config, schedule, STEPS, 0, StepNoise.seeded(1, "step", Shape.of(1, 4)));
    assertThat(schedule.calls()).isBetween(1, 3 * STEPS);
  }

  private void writeConfig(SplittableRandom random, List<String> configs) throws IOException {
    String config = configs.get(random.nextInt(configs.size()));
    MutateFile mutate = new MutateFile(random);
    byte[] changed =
        random.nextInt(6) == 0 ? mutate.bytes(bytes(config)) : bytes(mutate.json(config));
    MutateFile.write(folder.resolve("network/config.json"), changed);
  }

  private void writePackage(String className) throws IOException {
    Files.createDirectories(folder.resolve("network"));
    Files.writeString(
        folder.resolve("model_index.json"),
        "{\"network\": [\"diffusers\", \"%s\"]}".formatted(className));
    TreeMap<String, FloatTensor> weights = new TreeMap<>();
    weights.put("stranger", FloatTensor.of(new float[] {1}, 1));
    SafetensorsWriter.write(folder.resolve("network/diffusion_pytorch_model.safetensors"), weights);
  }

  private static List<String> configs(String networks) throws IOException {
    List<String> configs;
    try (Stream<Path> folders = Files.list(RESOURCES.resolve(networks))) {
      configs =
          folders.filter(Files::isDirectory).sorted().map(MutatedConfigsTest::config).toList();
    }
    assertThat(configs).hasSizeGreaterThan(2);
    return configs;
  }

  private static String config(Path network) {
    try {
      return Files.readString(network.resolve("config.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
