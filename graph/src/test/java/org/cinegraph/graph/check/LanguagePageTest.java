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

/// The reference page of the language. What it takes from declarations is written anew by
/// `-Dgoldens=write`.
class LanguagePageTest {
  private static final Path PAGE = Path.of("../docs/graph-language.md");
  private static final Pattern EXAMPLE =
      Pattern.compile("```(?:yaml|json)\n(.*?)```", Pattern.DOTALL);

  static List<String> examples() throws IOException {
    String page = Files.readString(PAGE);
    return EXAMPLE.matcher(page).results().map(example -> example.group(1)).toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleOfThePageIsAGraphThatCanBePlanned(String example) {
    assertThat(GraphFixture.document(example).nodes()).isNotEmpty();
  }

  @Test
  void whatThePageTakesFromDeclarationsIsAsTheySayNow() throws IOException {
    String page = Files.readString(PAGE);
    String now = GeneratedParts.in(page);
    if ("write".equals(System.getProperty("goldens"))) {
      Files.writeString(PAGE, now);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(now);
  }

  @Test
  void thePageHasAnExampleForEachConstruct() throws IOException {
    assertThat(examples()).hasSize(11);
  }
}
