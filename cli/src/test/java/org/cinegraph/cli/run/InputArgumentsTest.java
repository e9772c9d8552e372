package org.cinegraph.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.graph.document.ParseGraph;
import org.cinegraph.graph.document.ParsedGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputArgumentsTest {
  private static final ParsedGraph GRAPH =
      ParseGraph.parse(
          """
          graph: g
          inputs:
            prompt: {type: text}
            clip: {type: video}
            rows: {type: list<json>}
            seeds: {type: list<int>}
          nodes:
            a: {type: noop, with: {text: $prompt, video: $clip}}
          """
              .getBytes(StandardCharsets.UTF_8),
          "g.yaml");

  @TempDir private Path folder = Path.of("");

  @Test
  void aTextMayHoldAnything() {
    assertThat(parse("prompt=a = b, \"c\"").texts()).containsEntry("prompt", "a = b, \"c\"");
    assertThat(parse("prompt=").texts()).containsEntry("prompt", "");
    assertThat(parse("prompt=@@home").texts()).containsEntry("prompt", "@home");
  }

  @Test
  void aFileOfAnArtifactInputIsUploadedAndOfATextInputRead() throws IOException {
    Path clip = Files.write(folder.resolve("clip.mp4"), new byte[] {1});
    Path words = Files.writeString(folder.resolve("words.txt"), "a red ball\n");

    InputArguments inputs = parse("clip=@" + clip, "prompt=@" + words);

    assertThat(inputs.uploads()).containsEntry("clip", clip);
    assertThat(inputs.texts()).containsExactly(java.util.Map.entry("prompt", "a red ball"));
  }

  @Test
  void anInputThatTheGraphHasNotIsLeftToTheServer() {
    assertThat(parse("promt=@nowhere.txt").texts()).containsEntry("promt", "@nowhere.txt");
  }

  @Test
  void wrongArgumentsAreRefusedInWords() {
    assertRefused("--set takes name=value or name=@file, found \"prompt\"", "prompt");
    assertRefused("--set takes name=value or name=@file, found \"=x\"", "=x");
    assertRefused("Input prompt is set twice", "prompt=a", "prompt=b");
    assertRefused("Input clip: there is no file nowhere.mp4 that can be read", "clip=@nowhere.mp4");
    assertRefused("Input clip: " + folder + " is a folder, not a file", "clip=@" + folder);
  }

  @Test
  void aFileThatIsNoTextIsRefusedForATextInput() throws IOException {
    Path binary = Files.write(folder.resolve("b.bin"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertRefused("Input prompt: " + binary + " is not UTF-8 text", "prompt=@" + binary);
  }

  @Test
  void rowsAreReadFromATable() throws IOException {
    Path csv = Files.writeString(folder.resolve("t.csv"), "prompt,seed\n\"a, b\",7\nc,8\n");
    Path lines = Files.writeString(folder.resolve("t.JSONL"), "{\"seed\": 7}\n\n[1]\n");
    Path seeds = Files.writeString(folder.resolve("seeds.jsonl"), "1\n2\n");

    assertThat(parse("rows=@" + csv).texts().get("rows"))
        .isEqualTo("[{\"prompt\":\"a, b\",\"seed\":7},{\"prompt\":\"c\",\"seed\":8}]");
    assertThat(parse("rows=@" + lines).texts().get("rows")).isEqualTo("[{\"seed\":7},[1]]");
    assertThat(parse("seeds=@" + seeds).texts().get("seeds")).isEqualTo("[1,2]");
    assertThat(parse("prompt=@" + csv).texts().get("prompt")).startsWith("prompt,seed");
  }

  @Test
  void aBrokenTableIsRefusedWithFileAndLine() throws IOException {
    Path csv = Files.writeString(folder.resolve("t.csv"), "prompt,seed\na,7\nb\n");
    Path lines = Files.writeString(folder.resolve("t.jsonl"), "1\n{]\n");
    Path large = Files.write(folder.resolve("large.csv"), new byte[3 * 1024 * 1024 + 1]);

    assertRefused(
        "Input rows: " + csv + ", line 3: Expected 2 fields as in the line of names, found 1",
        "rows=@" + csv);
    assertRefused(
        "Input rows: "
            + lines
            + ", line 2: Not JSON at character 2: expected a key in quotation marks",
        "rows=@" + lines);
    assertRefused(
        "Input seeds is of type list<int>, and the rows of "
            + csv
            + " are list<json>: give a .jsonl file with one value on each line",
        "seeds=@" + csv);
    assertRefused(
        "Input rows: " + large + " is too large for a table: expected at most 3145728 bytes",
        "rows=@" + large);
  }

  private static InputArguments parse(String... arguments) {
    return InputArguments.parse(List.of(arguments), GRAPH.document());
  }

  private static void assertRefused(String message, String... arguments) {
    assertThatThrownBy(() -> parse(arguments)).isInstanceOf(Refusal.class).hasMessage(message);
  }
}
