package org.cinegraph.nodes.text.clean;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.RecordGate;
import org.cinegraph.nodes.text.TextResources;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Against diffusers with ftfy: texts that are garbled, escaped, wide, joined and full of controls.
class WanPromptTest {
  @Test
  @Gate(kind = Gate.Kind.TOKENIZER, what = "prompts cleaned as by Wan's pipelines")
  void promptsAreCleanedAsByTheLibrary() throws Exception {
    JsonNode cases =
        JsonMapper.builder()
            .build()
            .readTree(Files.readString(TextResources.path("clean_cases.json")));
    for (JsonNode each : cases) {
      String given = each.path("given").asString();
      assertThat(WanPrompt.clean(given))
          .as("of <%s>", given)
          .isEqualTo(each.path("cleaned").asString());
      RecordGate.compared(0);
    }
  }

  @Test
  void whatIsGarbledInPartIsLeftAlone() {
    assertThat(WanPrompt.clean("東京 cafÃ©")).isEqualTo("東京 cafÃ©");
  }
}
