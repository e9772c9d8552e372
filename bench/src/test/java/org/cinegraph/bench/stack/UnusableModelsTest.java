package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.cinegraph.bench.stack.CinegraphCommand.Outcome;
import org.cinegraph.bench.stack.CinegraphCommand.Running;
import org.cinegraph.workflows.server.TemporalBinary;
import org.cinegraph.workflows.server.TemporalServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What an author reads whose model package is missing or not to be used, and whose node type
/// nobody computes at the moment: the reason comes to him, not only into the log of a worker.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UnusableModelsTest {
  private static final String GRAPH =
      """
      graph: words
      nodes:
        text: {type: encode-text, with: {model: %s, prompt: "a red ball"}}
      outputs:
        conditioning: $text.conditioning
      """;
  private static final String CONFIG = "text_encoder/config.json";
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir private static Path folder;
  private static CinegraphCommand cinegraph;
  private static Running serve;
  private static Running worker;

  @BeforeAll
  static void startWithPackagesOfAllKinds() throws Exception {
    Path models = Files.createDirectories(folder.resolve("models"));
    for (String name : List.of("altered", "cut", "pickled", "strange")) {
      Folders.copy(CinegraphCommand.example("models/toybox"), models.resolve(name));
    }
    Folders.copy(CinegraphCommand.example("models/toybox/text_encoder"), models.resolve("words"));
    Path pickled = models.resolve("pickled/text_encoder");
    Files.move(pickled.resolve("model.safetensors"), pickled.resolve("pytorch_model.bin"));
    cutOff(models.resolve("cut/text_encoder/model.safetensors"));
    rewrite(
        models.resolve("strange").resolve(CONFIG),
        "\"_class_name\": *\"[^\"]*\"",
        "\"_class_name\": \"Oracle\"");
    cinegraph = new CinegraphCommand(folder, folder.resolve("home"));
    String address = System.getenv().getOrDefault(TemporalServerProcess.ADDRESS_VARIABLE, "");
    if (address.isBlank()) {
      TemporalBinary.inCache().install(System.err::println);
    }
    List<String> given = address.isBlank() ? List.of() : List.of("--temporal", address);
    serve =
        cinegraph.start(
            Stream.concat(Stream.of("serve", "--workers", "0"), given.stream())
                .toArray(String[]::new));
    serve.awaitWords(serve.out(), "Cinegraph serves at ");
    worker = cinegraph.start("worker", "--models", models.toString());
    worker.awaitWords(worker.err(), "stream=welcomed");
  }

  @AfterAll
  static void stop() throws Exception {
    worker.interrupt();
    serve.interrupt();
    assertThat(serve.outcome().exitCode()).isZero();
    assertThat(new ProcessesOfHome(cinegraph.home()).afterAtMost(SOON)).isEmpty();
  }

  @Test
  @Order(1)
  void aMissingPackageIsRefusedWithThoseThatAreThere() throws Exception {
    refuses("absent")
        .contains("absent.yaml:3:")
        .contains(
            "names an unknown model package: expected one of altered, strange, words, found \"absent\"");
  }

  @Test
  @Order(2)
  void aPackageOfPicklesIsRefusedWithItsFile() throws Exception {
    refuses("pickled")
        .contains("pickled.yaml:3:")
        .contains(
            "cannot be used: The text_encoder of model package pickled has its weights only as the"
                + " pickle pytorch_model.bin; pickles can run code and are never opened.");
  }

  @Test
  @Order(3)
  void aTruncatedPackageIsRefusedWithItsFile() throws Exception {
    refuses("cut")
        .contains("cannot be used: Model package cut is damaged: ")
        .contains("text_encoder/model.safetensors is cut off");
  }

  @Test
  @Order(4)
  void anArchitectureThatNobodyKnowsIsTheReasonOfTheFailedNode() throws Exception {
    String words = "The text_encoder of model package strange is a Oracle; known here: ";
    Outcome failed = run("strange");
    assertThat(failed.exitCode()).as(failed.err()).isEqualTo(1);
    assertThat(failed.err()).contains("text: failed").contains(words);
    assertThat(show(failed)).contains("failed").contains(words);
  }

  @Test
  @Order(5)
  void aPartFromAnotherPackageTakesThePlaceOfOneThatCannotBeUsed() throws Exception {
    Outcome composed = run("{base: strange, text_encoder: words}");
    assertThat(composed.exitCode()).as(composed.err()).isZero();
    Outcome alone = run("words");
    assertThat(alone.err())
        .contains("Model package words is a single ToyboxTextEncoder without the other parts");
    Outcome misplaced = run("{base: altered, unet: words}");
    assertThat(misplaced.err()).contains("Model package altered has no unet; its parts are ");
  }

  @Test
  @Order(6)
  void aPackageAlteredUnderAWorkerIsTheReasonOfTheFailedNode() throws Exception {
    rewrite(folder.resolve("models/altered").resolve(CONFIG), "$", " ");
    String words = "Model package altered in " + folder.resolve("models/altered");
    Outcome failed = run("altered");
    assertThat(failed.exitCode()).as(failed.err()).isEqualTo(1);
    assertThat(failed.err()).contains(words + " has been altered: expected digest ");
    assertThat(show(failed)).contains(words);
  }

  @Test
  @Order(7)
  void aNodeTypeThatNobodyOffersAnyMoreIsWaitedForAndThatIsSaidSoon() throws Exception {
    worker.interrupt();
    assertThat(worker.outcome().exitCode()).isZero();
    String words = "waits for encode-text version 3; no worker is connected";
    Running waiting = cinegraph.start("run", graph("strange", "a blue box").toString());
    waiting.awaitWords(waiting.err(), "Run ");
    long submitted = System.nanoTime();
    waiting.awaitWords(waiting.err(), "text: " + words);
    assertThat(Duration.ofNanos(System.nanoTime() - submitted)).isLessThan(SOON);
    assertThat(cinegraph.run("runs", "list").out()).contains("running");
    waiting.interrupt();
    Outcome stopped = waiting.outcome();
    assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(3);
  }

  private static AbstractStringAssert<?> refuses(String model) throws Exception {
    Outcome refused = run(model);
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
    return assertThat(refused.err());
  }

  private static Outcome run(String model) throws IOException, InterruptedException {
    return cinegraph.run("run", graph(model, "a red ball").toString());
  }

  private static Path graph(String model, String prompt) throws IOException {
    String yaml = GRAPH.formatted(model).replace("a red ball", prompt);
    return Files.writeString(folder.resolve(model.replaceAll("[^a-z]", "") + ".yaml"), yaml);
  }

  /// `runs show` of the run that a `run` spoke of.
  private static String show(Outcome run) throws IOException, InterruptedException {
    String id = run.err().lines().filter(line -> line.startsWith("Run ")).findFirst().orElseThrow();
    return cinegraph.run("runs", "show", id.split(" ")[1]).out();
  }

  private static void cutOff(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 3));
  }

  private static void rewrite(Path file, String pattern, String replacement) throws IOException {
    Files.writeString(file, Files.readString(file).replaceFirst(pattern, replacement));
  }
}
