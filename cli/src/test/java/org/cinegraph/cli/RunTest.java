package org.cinegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.cinegraph.cli.stamp.Stamp;
import org.cinegraph.proto.v1.Problem;
import org.cinegraph.proto.v1.RunState;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
  private static final String GRAPH =
      """
      graph: talk
      inputs:
        prompt: {type: text, default: "a ball"}
        clip: {type: video}
      nodes:
        text: {type: encode-text, with: {prompt: $prompt}}
        picture: {type: draw, with: {text: $text.text, clip: $clip}}
      outputs:
        picture: $picture.picture
        words: $text.words
      """;

  @TempDir private Path folder = Path.of("");
  private CommandFixture cinegraph;
  private Path graph;
  private Path out;

  @BeforeEach
  void start() throws IOException {
    cinegraph = new CommandFixture();
    graph = Files.writeString(folder.resolve("talk.yaml"), GRAPH);
    out = folder.resolve("out");
  }

  @AfterEach
  void close() {
    cinegraph.close();
  }

  @Test
  void theOutputsLieInTheFolderAndTheTotalsComeLast() throws IOException {
    int exit = cinegraph.run("run", graph.toString(), "--out", out.toString());

    assertThat(cinegraph.err()).contains("Run " + CannedControl.RUN + " of graph talk");
    assertThat(exit).isZero();
    assertThat(cinegraph.out().lines())
        .containsExactly(
            out.resolve("picture.bin").toString(),
            out.resolve("words.txt").toString(),
            "2 nodes: 1 memo hit, 1 computed");
    assertThat(out.resolve("picture.bin")).hasBinaryContent(CannedControl.PICTURE);
    assertThat(out.resolve("words.txt")).hasContent("a ball");
    assertThat(Files.list(out)).hasSize(2);
  }

  @Test
  void withoutATerminalProgressIsPlainLines() {
    cinegraph.run("run", graph.toString(), "--out", out.toString());

    assertThat(cinegraph.err().lines())
        .containsExactly(
            "Run " + CannedControl.RUN + " of graph talk",
            "text: memo hit",
            "picture: started on w1",
            "picture: computed in 1.0 s");
  }

  @Test
  void aFileIsStampedWithGraphAndInputsAndTheSameRequestGivesTheSameBytes() throws IOException {
    deliverPng();
    cinegraph.run("run", graph.toString(), "--out", out.toString());
    byte[] first = Files.readAllBytes(out.resolve("picture.png"));
    cinegraph.run("run", graph.toString(), "--out", folder.resolve("second").toString());

    assertThat(folder.resolve("second/picture.png")).hasBinaryContent(first);
    assertThat(Stamp.read(out.resolve("picture.png")).orElseThrow())
        .contains("\"graph\":\"talk\"", "\"inputs\":{\"prompt\":\"a ball\"}", "\"draw@1\"")
        .doesNotContain(CannedControl.RUN);
  }

  @Test
  void aDeliveredFileIsRunAgainByItsStamp() throws IOException {
    deliverPng();
    cinegraph.run("run", graph.toString(), "--out", out.toString(), "--only", "picture");
    Path picture = out.resolve("picture.png");
    byte[] first = Files.readAllBytes(picture);
    assertThat(cinegraph.run("run", picture.toString(), "--out", folder.resolve("2").toString()))
        .isZero();

    SubmitRunRequest again = cinegraph.control.submitted.getLast();
    assertThat(again.getSource().getContent().toStringUtf8()).startsWith("{\"graph\":\"talk\"");
    assertThat(again.getOptions().getOnly()).isEqualTo("picture");
    assertThat(again.getInputs(0).getName()).isEqualTo("prompt");
    assertThat(again.getInputs(0).getValue().getJson()).isEqualTo("\"a ball\"");
    assertThat(folder.resolve("2/picture.png")).hasBinaryContent(first);

    cinegraph.run(
        "run",
        picture.toString(),
        "--set",
        "prompt=a box",
        "--until",
        "text",
        "--out",
        folder.resolve("3").toString());
    SubmitRunRequest other = cinegraph.control.submitted.getLast();
    assertThat(other.getInputsList()).isEmpty();
    assertThat(other.getInputsAsTextMap()).containsEntry("prompt", "a box");
    assertThat(other.getOptions().getOnly()).isEmpty();
    assertThat(other.getOptions().getUntil()).isEqualTo("text");
  }

  @Test
  void whatCannotBeRunAgainIsSaidInOneSentence() throws IOException {
    byte[] png = deliverPng();
    Path bare = Files.write(folder.resolve("bare.png"), png);
    assertThat(cinegraph.run("run", bare.toString())).isEqualTo(2);
    assertThat(cinegraph.err())
        .isEqualTo(
            bare
                + " has no stamp that says which graph made it: expected an MP4 or PNG that `run`"
                + " delivered (without --no-stamp), or a graph\n");

    Path damaged = Files.write(folder.resolve("damaged.png"), png);
    Stamp.append(damaged, "image/png", "{\"graph\": 7, \"inputs\": {}}");
    assertThat(cinegraph.run("run", damaged.toString())).isEqualTo(2);
    assertThat(cinegraph.err())
        .isEqualTo("The stamp of " + damaged + " is damaged: its graph cannot be read\n");

    Path large = Files.write(folder.resolve("large.png"), png);
    Stamp.append(large, "image/png", "{\"graphVersion\": \"abc\", \"inputs\": {}}");
    assertThat(cinegraph.run("run", large.toString())).isEqualTo(2);
    assertThat(cinegraph.err()).contains("does not carry its graph", "it is version abc");
    assertThat(cinegraph.control.submitted).isEmpty();
  }

  @Test
  void withoutAStampTheBytesAreThoseOfTheArtifact() throws IOException {
    byte[] png = deliverPng();
    cinegraph.run("run", graph.toString(), "--out", out.toString(), "--no-stamp");

    assertThat(out.resolve("picture.png")).hasBinaryContent(png);
  }

  @Test
  void bytesThatAreNotThoseOfTheirNameAreNotDelivered() {
    cinegraph.control.artifact = new byte[] {9};
    int exit = cinegraph.run("run", graph.toString(), "--out", out.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(cinegraph.err()).contains("did not arrive whole from 127.0.0.1:1");
    assertThat(out.resolve("picture.bin")).doesNotExist();
  }

  @Test
  void howItEndedIsOneJsonObjectForAScript() {
    int exit = cinegraph.run("run", graph.toString(), "--out", out.toString(), "--json");

    assertThat(exit).isZero();
    assertThat(cinegraph.out())
        .isEqualTo(
            "{\"computed\":1,\"graph\":\"talk\",\"memoHits\":1,\"nodes\":2,\"outputs\":{"
                + "\"picture\":\""
                + out.resolve("picture.bin")
                + "\",\"words\":\""
                + out.resolve("words.txt")
                + "\"},\"run\":\""
                + CannedControl.RUN
                + "\",\"state\":\"succeeded\"}\n");
  }

  @Test
  void inputsTravelAsTextAndFilesAsArtifacts() throws IOException {
    Path clip = Files.write(folder.resolve("clip.mp4"), new byte[600_000]);
    cinegraph.run(
        "run",
        graph.toString(),
        "--set",
        "prompt=a blue box",
        "--set",
        "clip=@" + clip,
        "--out",
        out.toString());

    SubmitRunRequest submitted = cinegraph.control.submitted.getFirst();
    assertThat(submitted.getInputsAsTextMap()).containsOnlyKeys("prompt");
    assertThat(submitted.getInputsAsTextMap()).containsValue("a blue box");
    assertThat(submitted.getInputs(0).getName()).isEqualTo("clip");
    assertThat(cinegraph.control.uploads.values())
        .singleElement()
        .satisfies(content -> assertThat(content.size()).isEqualTo(600_000));
  }

  @Test
  void everyProblemStandsUnderItsLineWithACaret() {
    cinegraph.control.problems =
        List.of(
            Problem.newBuilder()
                .setCode("unknown-node-type")
                .setLine(7)
                .setColumn(19)
                .setPointer("/nodes/picture/type")
                .setNode("picture")
                .setMessage("Node picture has an unknown type")
                .setExpected("a node type")
                .setFound("draw")
                .setHint("did you mean drawn?")
                .build(),
            Problem.newBuilder()
                .setCode("unknown-input")
                .setPointer("/inputs/promt")
                .setMessage("Graph talk has no such input")
                .setExpected("one of prompt, clip")
                .setFound("promt")
                .build());
    int exit = cinegraph.run("run", graph.toString(), "--set", "promt=x");

    assertThat(exit).isEqualTo(2);
    assertThat(cinegraph.out()).isEmpty();
    assertThat(cinegraph.err())
        .isEqualTo(
            """
            --set promt: Graph talk has no such input: expected one of prompt, clip, found promt
            GRAPH:7:19: Node picture has an unknown type: expected a node type, found draw
              |   picture: {type: draw, with: {text: $text.text, clip: $clip}}
              |                   ^
              hint: did you mean drawn?
            """
                .replace("GRAPH", graph.toString()));
  }

  @Test
  void aGraphThatIsNotThereCostsNoStart() {
    int exit = cinegraph.run("run", folder.resolve("nowhere.yaml").toString());

    assertThat(exit).isEqualTo(2);
    assertThat(cinegraph.err())
        .isEqualTo("There is no file " + folder.resolve("nowhere.yaml") + "\n");
    assertThat(cinegraph.control.submitted).isEmpty();
  }

  @Test
  void aRunThatFailsSaysWhyAndWhereItsLogIs() {
    cinegraph.control.end = RunState.RUN_STATE_FAILED;
    int exit = cinegraph.run("run", graph.toString(), "--out", out.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(cinegraph.out()).isEqualTo("2 nodes: 1 memo hit, 0 computed, 1 failed\n");
    assertThat(cinegraph.err())
        .endsWith(
            """
            picture: failed: no ink
            Run RUN failed: Node picture failed: no ink
            Its log: ./cinegraph logs RUN picture
            """
                .replace("RUN", CannedControl.RUN));
    assertThat(out).doesNotExist();
  }

  @Test
  void aRunThatWasStoppedEndsWithACodeOfItsOwn() {
    cinegraph.control.end = RunState.RUN_STATE_STOPPED;

    assertThat(cinegraph.run("run", graph.toString())).isEqualTo(3);
    assertThat(cinegraph.err()).contains("was stopped; what it computed is in the memo");
  }

  @Test
  void aControlPlaneThatGoesAwayAndComesBackIsWaitedFor() {
    cinegraph.control.brokenWatches = 2;
    int exit = cinegraph.run("run", graph.toString(), "--out", out.toString());

    assertThat(exit).isZero();
    assertThat(cinegraph.err())
        .contains("The control plane at 127.0.0.1:1 does not answer; waiting for it")
        .containsOnlyOnce("picture: started on w1")
        .containsOnlyOnce("text: memo hit");
  }

  private byte[] deliverPng() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(
        new java.awt.image.BufferedImage(2, 2, java.awt.image.BufferedImage.TYPE_INT_RGB),
        "png",
        png);
    cinegraph.control.mediaType = "image/png";
    cinegraph.control.named = png.toByteArray();
    cinegraph.control.artifact = png.toByteArray();
    return png.toByteArray();
  }
}
