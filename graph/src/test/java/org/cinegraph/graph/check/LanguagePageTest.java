package org.cinegraph.graph.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.cinegraph.graph.GraphFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanguagePageTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("```(?:yaml|json)\n(.*?)```", Pattern.DOTALL);

  static List<String> examples() throws IOException {
    String page = Files.readString(Path.of("../docs/graph-language.md"));
    return EXAMPLE.matcher(page).results().map(example -> example.group(1)).toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleOfThePageIsAGraphThatCanBePlanned(String example) {
    assertThat(GraphFixture.document(example).nodes()).isNotEmpty();
  }

  @Test
  void thePageHasAnExampleForEachConstruct() throws IOException {
    assertThat(examples()).hasSize(11);
  }
}
