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

  private static InputArguments parse(String... arguments) {
    return InputArguments.parse(List.of(arguments), GRAPH.document());
  }

  private static void assertRefused(String message, String... arguments) {
    assertThatThrownBy(() -> parse(arguments)).isInstanceOf(Refusal.class).hasMessage(message);
  }
}
