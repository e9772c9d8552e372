package org.cinegraph.nodes.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodeTextTest {
  @TempDir private Path folder;

  @Test
  void aPromptAndItsAbsenceAreEncodedTogether() throws Exception {
    try (FolderContext context = new FolderContext(folder)) {
      Conditioning conditioning = read(context, encode(context, "a red ball grows"));

      assertThat(conditioning.hidden().shape().toString()).isEqualTo("2×12×96");
      assertThat(conditioning.present().values())
          .startsWith(1, 1, 1, 1, 0, 0)
          .endsWith(0, 0)
          .hasSize(24);
      assertThat(conditioning.present().values()[12]).isEqualTo(1);
      assertThat(context.log()).isEmpty();
    }
  }

  @Test
  void theSameWordsGiveTheSameBytesAndOthersDoNot() throws Exception {
    try (FolderContext context = new FolderContext(folder)) {
      assertThat(encode(context, "A red BALL, grows!"))
          .isEqualTo(encode(context, "a red ball grows"))
          .isNotEqualTo(encode(context, "a red box grows"));
    }
  }

  @Test
  void aNegativePromptTakesThePlaceOfTheAbsence() throws Exception {
    try (FolderContext context = new FolderContext(folder)) {
      SequencedMap<String, Object> with = new LinkedHashMap<>();
      with.put("model", "toybox");
      with.put("prompt", "a red ball grows");
      with.put("negative", "a blue box bounces");
      float[] both = read(context, context.run(new EncodeText(), with)).hidden().values();
      float[] negative = read(context, encode(context, "a blue box bounces")).hidden().values();

      assertThat(Arrays.copyOfRange(both, both.length / 2, both.length))
          .containsExactly(Arrays.copyOf(negative, negative.length / 2), within(1e-5f));
      with.put("negative", "");
      assertThat(read(context, context.run(new EncodeText(), with)).present().values())
          .endsWith(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
  }

  @Test
  void whatToyboxHasNotIsRefusedByName() throws Exception {
    try (FolderContext context = new FolderContext(folder)) {
      SequencedMap<String, Object> with = new LinkedHashMap<>();
      with.put("model", "toybox");
      with.put("prompt", "a red ball grows");
      with.put("clip-skip", 1);
      assertThatThrownBy(() -> context.run(new EncodeText(), with))
          .isInstanceOf(NodeFailure.class)
          .hasMessageContaining("Parameter clip-skip: model package toybox takes 0 to 0, found 1");
    }
  }

  @Test
  void wordsThatTheModelDoesNotKnowAreNamedInTheLog() throws Exception {
    try (FolderContext context = new FolderContext(folder)) {
      encode(context, "a red dragon sings");

      assertThat(context.log())
          .containsExactly("Words that toybox does not take in: dragon, sings");
    }
  }

  private static ArtifactReference encode(FolderContext context, String prompt) throws Exception {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", "toybox");
    with.put("prompt", prompt);
    return context.run(new EncodeText(), with);
  }

  private static Conditioning read(FolderContext context, ArtifactReference reference)
      throws Exception {
    assertThat(reference.mediaType()).isEqualTo(Conditioning.MEDIA_TYPE);
    return Conditioning.read(context.fetch(reference), "conditioning", 96);
  }
}
