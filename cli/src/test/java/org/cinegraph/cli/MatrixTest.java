package org.cinegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.cinegraph.proto.v1.PlanLine;
import org.cinegraph.proto.v1.PlanRunResponse;
import org.cinegraph.proto.v1.Problem;
import org.cinegraph.proto.v1.RunState;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run for each row of a table.
class MatrixTest {
  private static final String GRAPH =
      """
      graph: talk
      inputs:
        prompt: {type: text}
        seed: {type: int, default: 7}
        clip: {type: video}
      nodes:
        picture: {type: draw, with: {text: $prompt, seed: $seed, clip: $clip}}
      outputs:
        picture: $picture.picture
        words: $picture.words
      """;

  @TempDir private Path folder = Path.of("");
  private final CommandFixture cinegraph = new CommandFixture();
  private Path graph = Path.of("");

  @BeforeEach
  void write() throws IOException {
    graph = Files.writeString(folder.resolve("talk.yaml"), GRAPH);
    Files.write(folder.resolve("clip.mp4"), new byte[] {1, 2, 3});
  }

  @AfterEach
  void close() {
    cinegraph.close();
  }

  @Test
  void eachRowIsARunWhoseOutputsAreNamedByIt() throws IOException {
    Path table = table("t.csv", "prompt,seed\na ball,1\n\n\"7\",\n");
    Path out = folder.resolve("out");

    assertThat(run(table, "--set", "clip=@" + folder.resolve("clip.mp4"), "--out", out.toString()))
        .isZero();

    assertThat(cinegraph.control.submitted)
        .extracting(SubmitRunRequest::getInputsAsTextMap)
        .containsExactly(Map.of("prompt", "a ball", "seed", "1"), Map.of("prompt", "7"));
    assertThat(cinegraph.control.submitted)
        .allSatisfy(request -> assertThat(request.getInputs(0).getName()).isEqualTo("clip"));
    assertThat(cinegraph.out().lines())
        .containsExactly(
            out.resolve("row-0001-picture.bin").toString(),
            out.resolve("row-0001-words.txt").toString(),
            out.resolve("row-0002-picture.bin").toString(),
            out.resolve("row-0002-words.txt").toString(),
            "2 rows: 2 succeeded");
    assertThat(cinegraph.err())
        .contains("row-0001: run " + CannedControl.RUN, "row-0002: computed (2 nodes: ");
  }

  @Test
  void rowsMayBeLinesOfJson() throws IOException {
    Path table =
        table(
            "t.jsonl",
            "{\"prompt\": \"a\", \"seed\": 1, \"clip\": \"@%s\"}\n{\"prompt\": \"b\", \"seed\": null, \"clip\": \"@%1$s\"}\n"
                .formatted(folder.resolve("clip.mp4")));

    assertThat(run(table, "--json", "--out", folder.resolve("o").toString())).isZero();

    assertThat(cinegraph.control.submitted.getFirst().getInputsAsTextMap())
        .containsEntry("prompt", "a")
        .containsEntry("seed", "1");
    assertThat(cinegraph.control.submitted.getLast().getInputsAsTextMap())
        .containsOnlyKeys("prompt");
    assertThat(cinegraph.out()).contains("\"row\":2", "\"rows\":2", "\"line\":2");
  }

  @Test
  void everyMistakeIsNamedByRowAndColumnBeforeThereIsARun() throws IOException {
    Path wrong = table("t.csv", "prompt,seed\na,1\nb,many\nc,2.5\n");
    assertThat(run(wrong)).isEqualTo(2);
    assertThat(cinegraph.err())
        .isEqualTo(
            """
            TABLE, row 2 (line 3), column seed: Input seed has the wrong type: expected int, found "many"
            TABLE, row 3 (line 4), column seed: Input seed has the wrong type: expected int, found "2.5"
            """
                .replace("TABLE", wrong.toString()));

    assertThat(run(table("u.csv", "promt,seed\na,1\n"))).isEqualTo(2);
    assertThat(cinegraph.err())
        .contains("u.csv, column promt: graph talk has no such input (did you mean prompt?)");
    assertThat(run(table("v.csv", "prompt,clip\na,@nowhere.mp4\n"))).isEqualTo(2);
    assertThat(cinegraph.err())
        .contains("row 1 (line 2), column clip: Input clip: there is no file nowhere.mp4");
    assertThat(run(table("w.csv", "prompt\na\n"), "--set", "prompt=b")).isEqualTo(2);
    assertThat(cinegraph.err()).contains("w.csv, column prompt: --set gives it too");
    assertThat(run(table("x.csv", "prompt,seed\na\n"))).isEqualTo(2);
    assertThat(cinegraph.err()).contains("x.csv, line 2: Expected 2 fields");
    assertThat(run(table("y.csv", "prompt\n"))).isEqualTo(2);
    assertThat(cinegraph.err()).contains("y.csv has 0 rows: expected 1 to 1000");
    assertThat(run(folder.resolve("talk.yaml"))).isEqualTo(2);
    assertThat(cinegraph.err()).contains("--matrix takes a .csv or .jsonl file");
    assertThat(run(table("z.jsonl", "[1]\n"))).isEqualTo(2);
    assertThat(cinegraph.err()).contains("z.jsonl, line 1: Expected a JSON object");
    assertThat(cinegraph.control.submitted).isEmpty();
    assertThat(cinegraph.control.plansAsked).isEmpty();
  }

  @Test
  void whatTheControlPlaneFindsWrongIsNamedByRowAndColumnToo() throws IOException {
    cinegraph.control.plan =
        PlanRunResponse.newBuilder()
            .addProblems(
                Problem.newBuilder()
                    .setCode("missing-input")
                    .setLine(5)
                    .setPointer("/inputs/clip")
                    .setMessage("Input clip has no default and is not given"))
            .build();
    Path table = table("t.csv", "prompt\na\n");

    assertThat(run(table)).isEqualTo(2);

    assertThat(cinegraph.err())
        .isEqualTo(
            table + ", row 1 (line 2), column clip: Input clip has no default and is not given\n");
    assertThat(cinegraph.control.submitted).isEmpty();
  }

  @Test
  void aRowThatFailsKeepsNoOtherFromRunning() throws IOException {
    cinegraph.control.end = RunState.RUN_STATE_FAILED;

    assertThat(run(table("t.csv", "prompt\na\nb\n"))).isEqualTo(1);

    assertThat(cinegraph.control.submitted).hasSize(2);
    assertThat(cinegraph.out()).isEqualTo("2 rows: 0 succeeded, 2 failed\n");
    assertThat(cinegraph.err()).contains("row-0002: Node picture failed: no ink");
  }

  @Test
  void aDryRunSaysThePlanAndSubmitsNothing() {
    cinegraph.control.plan =
        PlanRunResponse.newBuilder()
            .setGraph("talk")
            .setGraphVersion(ByteString.copyFrom(new byte[32]))
            .setTotal(PlanLine.newBuilder().setNodes(1).setMemoHits(1))
            .build();
    assertThat(cinegraph.run("run", graph.toString(), "--dry-run", "--only", "picture")).isZero();
    assertThat(cinegraph.out()).startsWith("Plan of ");
    assertThat(cinegraph.control.plansAsked.getLast().getSubmission().getOptions().getOnly())
        .isEqualTo("picture");
    assertThat(cinegraph.control.submitted).isEmpty();
  }

  private int run(Path table, String... more) {
    String[] arguments = new String[more.length + 6];
    arguments[0] = "run";
    arguments[1] = graph.toString();
    arguments[2] = "--matrix";
    arguments[3] = table.toString();
    arguments[4] = "--at-once";
    arguments[5] = "1";
    System.arraycopy(more, 0, arguments, 6, more.length);
    return cinegraph.run(arguments);
  }

  private Path table(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }
}
