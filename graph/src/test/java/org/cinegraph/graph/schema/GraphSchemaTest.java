package org.cinegraph.graph.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.function.ValueFunction;
import org.cinegraph.graph.value.function.ValueFunctions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class GraphSchemaTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("```(?:yaml|json)\n(.*?)```", Pattern.DOTALL);
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(
              CanonicalJson.write(GraphSchema.write(declarations(), List.of("toybox"))),
              InputFormat.JSON);

  private static List<NodeDeclaration> declarations() {
    return Stream.concat(
            GraphFixture.catalog().types().values().stream()
                .flatMap(versions -> versions.values().stream())
                .map(Catalog.Entry::declaration),
            ValueFunctions.all().stream().map(ValueFunction::declaration))
        .toList();
  }

  static Stream<String> examples() throws IOException {
    String page = Files.readString(Path.of("../docs/graph-language.md"));
    return Stream.concat(
        EXAMPLE.matcher(page).results().map(example -> example.group(1)),
        ValueFunctions.all().stream().map(it -> it.declaration().example()));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleOfTheLanguageIsValid(String graph) {
    assertThat(validate(graph)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{type: joyn}|/nodes/a/type",
        "{type: join, with: {in9: x}}|/nodes/a/with",
        "{type: count-words}|/nodes/a",
        "{type: count-words, with: {}}|/nodes/a/with",
        "{type: count-words, with: {text: 7}}|/nodes/a/with/text",
        "{type: mux, with: {video: clip.mp4}}|/nodes/a/with/video",
        "{type: slice, with: {list: [1], count: -1}}|/nodes/a/with/count",
        "{type: slice, with: {list: 7}}|/nodes/a/with/list",
        "{type: compare, with: {a: 1, is: lesser, b: 2}}|/nodes/a/with/is",
        "{type: range@2, with: {to: 1}}|/nodes/a/type",
        "{type: range, with: {to: 1}, retry: 99}|/nodes/a/retry",
        "{type: range, with: {to: 1}, timeout: soon}|/nodes/a/timeout",
        "{type: range, with: {to: 1}, on-error: stop}|/nodes/a/on-error",
        "{type: range, with: {to: 1}, when: 1}|/nodes/a/when",
        "{type: range, with: {to: 1}, merge: [$b.x, $c.x]}|/nodes/a",
        "{merge: [$b.x]}|/nodes/a/merge",
        "{merge: [$b.x, $c.x], retry: 2}|/nodes/a",
        "{approve: ok, priority: 2}|/nodes/a",
        "{nodes: {b: {type: joyn}}}|/nodes/a/nodes/b/type",
        "{with: {}}|/nodes/a",
      })
  void aMistakeInANodeIsFoundAtItsPlace(String node, String pointer) {
    assertThat(validate("graph: g\nnodes: {a: %s}".formatted(node)))
        .anySatisfy(message ->
            assertThat(
                    message
                        .getInstanceLocation()
                        .toString()
                        .replaceFirst("^\\$", "")
                        .replace('.', '/'))
                .isEqualTo(pointer));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{graph: g}",
        "{graph: 7up, nodes: {}}",
        "{graph: g, nodes: {}, output: {}}",
        "{graph: g, nodes: {}, inputs: {a: {default: 1}}}",
        "{graph: g, nodes: {}, inputs: {a: {type: int, range: [1]}}}",
        "{graph: g, nodes: {a b: {type: join}}}"
      })
  void aMistakeInADocumentIsFound(String document) {
    assertThat(validate(document)).isNotEmpty();
  }

  private static Set<ValidationMessage> validate(String yaml) {
    Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return SCHEMA.validate(
        new ObjectMapper().<com.fasterxml.jackson.databind.JsonNode>valueToTree(tree),
        context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
  }
}
