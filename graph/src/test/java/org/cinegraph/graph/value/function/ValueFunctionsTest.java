package org.cinegraph.graph.value.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.check.CheckDeclaration;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.plan.Binding;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueFunctionsTest {
  /// What the example of each function gives.
  private static final Map<String, String> EXAMPLES =
      Map.ofEntries(
          Map.entry("arithmetic", "{'exact':62.5,'frames':63}"),
          Map.entry("combine", "{'both':true}"),
          Map.entry("compare", "{'small':true}"),
          Map.entry("concat-lists", "{'colors':['red','green','blue']}"),
          Map.entry("count", "{'colors':3}"),
          Map.entry("fill-text", "{'prompt':'a red ball, 3 times'}"),
          Map.entry("join-text", "{'prompt':'a red ball, at night'}"),
          Map.entry(
              "parse-csv",
              "{'shots':[{'prompt':'a ball, red','seed':7},{'prompt':'a box','seed':8}]}"),
          Map.entry("parse-json", "{'seed':8}"),
          Map.entry(
              "parse-jsonl",
              "{'shots':[{'prompt':'a ball','seed':7},{'prompt':'a box','seed':8}]}"),
          Map.entry("pick", "{'color':'blue'}"),
          Map.entry("range", "{'numbers':[0,1,2]}"),
          Map.entry("seeds", "{'seeds':[3511274219185729,151215513962380,8113330931062309]}"),
          Map.entry("slice", "{'last':['blue','white'],'some':['green','blue']}"),
          Map.entry("zip", "{'shots':[{'prompt':'a ball','seed':7},{'prompt':'a box','seed':8}]}"));

  static Collection<String> names() {
    return ValueFunctions.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theExampleOfAFunctionGivesWhatItsDocumentationSays(String type) {
    Plan plan = GraphFixture.plan(function(type).declaration().example());
    assertThat(plan.nodes()).isEmpty();
    SequencedMap<String, Value> outputs = new LinkedHashMap<>();
    plan.outputs()
        .forEach((name, output) ->
            outputs.put(name, Given.inline(((Binding.Given) output).value()).orElseThrow()));
    assertThat(json(new Value.Fields(outputs))).isEqualTo(EXAMPLES.get(type));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aFunctionIsDeclaredAsAnyNodeTypeIs(String type) {
    assertThat(CheckDeclaration.contradictions(function(type).declaration())).isEmpty();
    assertThat(function(type).outputs(new LinkedHashMap<>()).keySet())
        .containsExactlyElementsOf(
            function(type).declaration().outputs().stream().map(port -> port.name()).toList());
  }

  @ParameterizedTest
  @MethodSource("names")
  void aDeclarationTravelsAsJson(String type) {
    NodeDeclaration declaration = function(type).declaration();
    String json = CanonicalJson.write(DeclarationJson.write(declaration));
    assertThat(DeclarationJson.read(CanonicalJson.parse(json))).isEqualTo(declaration);
  }

  @Test
  void thePageOfTheLanguageNamesEveryFunction() throws IOException {
    String page = Files.readString(Path.of("../docs/graph-language.md"));
    String section = page.substring(page.indexOf("## Value nodes"), page.indexOf("## Outputs"));
    assertThat(
            Pattern.compile("^\\| `([a-z-]+)` \\|", Pattern.MULTILINE)
                .matcher(section)
                .results()
                .map(row -> row.group(1)))
        .containsExactlyElementsOf(ValueFunctions.names());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "7|add|-7|0.0|0",
        "-2.5|add|0|-2.5|-2",
        "2.5|subtract|0.1|2.4|2",
        "-0.0|multiply|3|0.0|0",
        "1|divide|3|0.3333333333333333|0",
        "-7|remainder|3|-1.0|-1",
        "2|power|10|1024.0|1024",
        "3|smaller|-4|-4.0|-4",
        "3|larger|-4|3.0|3",
        "0.49999999999999994|add|0|0.49999999999999994|0",
        "9007199254740991|add|0|9.007199254740991e15|9007199254740991",
      })
  void arithmeticIsExactWhereFloatsAre(
      double a, String operation, double b, String result, String rounded) {
    assertThat(apply("arithmetic", arithmetic(a, operation, b)))
        .isEqualTo("{'result':%s,'rounded':%s}".formatted(result, rounded));
  }

  @ParameterizedTest
  @CsvSource({"1,divide,0", "1,remainder,0", "1e300,multiply,1e300", "-8,power,0.5", "1e19,add,0"})
  void arithmeticWithoutANumberFails(double a, String operation, double b) {
    assertThatThrownBy(() -> apply("arithmetic", arithmetic(a, operation, b)))
        .isInstanceOf(ValueFailure.class)
        .hasMessageMatching("Nothing can be divided by 0: b is 0|The result is too large, or no.*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "all|[true,true]|true",
        "all|[true,false]|false",
        "all|[]|true",
        "any|[false,true]|true",
        "any|[]|false",
        "none|[false]|true",
        "none|[true,false]|false",
      })
  void booleansAreCombined(String are, String of, String result) {
    assertThat(apply("combine", "{'are':'%s','of':%s}".formatted(are, of)))
        .isEqualTo("{'result':%s}".formatted(result));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1|1|[2]",
        "0|9|[1,2,3]",
        "-2|9|[2,3]",
        "-9|1|[1]",
        "3|1|[]",
        "9|1|[]",
        "0|0|[]",
        "-9223372036854775808|1|[1]",
        "9223372036854775807|50000|[]"
      })
  void aSliceTakesWhatThereIs(long from, long count, String items) {
    assertThat(apply("slice", "{'list':[1,2,3],'from':%d,'count':%d}".formatted(from, count)))
        .isEqualTo("{'list':%s}".formatted(items));
  }

  @Test
  void aTemplateTakesScalarsAndBraces() {
    assertThat(
            apply(
                "fill-text",
                "{'template':'{{{a}}} {b}{c}{d}','values':{'a':'x {b}','b':1,'c':2.0,'d':true}}"))
        .isEqualTo("{'text':'{x {b}} 12.0true'}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "fill-text|{'template':'{b}','values':{'a':1}}|The template has a place {b}, but no value has"
            + " this name: expected one of a",
        "fill-text|{'template':'{}','values':{}}|The template has a place {}, but no value has this"
            + " name: expected none",
        "fill-text|{'template':'a { b','values':{}}|A brace of the template has no partner: write {{"
            + " for the character",
        "fill-text|{'template':'{a}','values':{'a':[1]}}|Only a text, a number or a boolean can stand"
            + " in a text, and this is a list",
        "fill-text|{'template':'a','values':[1]}|values must be a mapping of names to values",
        "zip|{'lists':[1]}|lists must be a mapping of names to lists",
        "zip|{'lists':{'a':1}}|lists.a must be a list",
        "zip|{'lists':{'a':[1],'b':[1,2]}}|The lists must be of one length: a has 1 items and b has 2",
        "parse-json|{'text':'{'}|Not JSON at character 2: expected more text",
        "parse-json|{'text':'[1,\\n 2,\\n x]'}|Not JSON at line 3, character 2: expected a value",
        "parse-jsonl|{'text':'1\\n\\n{]'}|Line 3: Not JSON at character 2: expected a key in quotation"
            + " marks",
        "parse-csv|{'text':'a,b\\n1'}|Line 2: Expected 2 fields as in the line of names, found 1",
      })
  void whatAFunctionCannotComputeWithIsNamed(String type, String given, String message) {
    assertThatThrownBy(() -> apply(type, given))
        .isInstanceOf(ValueFailure.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\ud800", "\\udc00\\ud800"})
  void jsonThatTheDatabaseCannotKeepIsRefused(String escape) {
    SequencedMap<String, PortValue> given =
        GraphFixture.values("text", new Value.Text("{\"a\": [\"" + escape + "\"]}"));
    assertThatThrownBy(() -> function("parse-json").apply(given))
        .isInstanceOf(ValueFailure.class)
        .hasMessage("The text holds the character NUL or half a surrogate pair");
  }

  @Test
  void listsAndTextsMayReachTheirLimitAndNotPassIt() {
    List<PortValue> half = Collections.nCopies(25_000, new PortValue.Inline(new Value.Int(1)));
    SequencedMap<String, PortValue> given = new LinkedHashMap<>();
    given.put(
        "lists", new PortValue.Many(List.of(new PortValue.Many(half), new PortValue.Many(half))));
    assertThat(
            PortValue.items(function("concat-lists").apply(given).firstEntry().getValue())
                .orElseThrow())
        .hasSize(Limits.ITEMS);
    given.put(
        "lists",
        new PortValue.Many(
            List.of(new PortValue.Many(half), new PortValue.Many(half), new PortValue.Many(half))));
    assertThatThrownBy(() -> function("concat-lists").apply(given))
        .hasMessage("The list would have 75000 items, more than 50000");
    String text = "x".repeat(500_000);
    assertThat(apply("join-text", "{'texts':['%s','%s'],'separator':''}".formatted(text, text)))
        .hasSize(1_000_000 + "{'text':''}".length());
    assertThatThrownBy(
            () -> apply("join-text", "{'texts':['%s','%s'],'separator':','}".formatted(text, text)))
        .hasMessage("The text has 1000001 characters, more than 1000000");
  }

  @Test
  void aFunctionThatHandsOnAListKeepsItsType() {
    PortType images = new PortType.ListOf(new PortType.Image());
    SequencedMap<String, PortType> given = new LinkedHashMap<>();
    given.put("list", images);
    given.put("lists", new PortType.ListOf(images));
    assertThat(function("slice").outputs(given))
        .containsExactlyEntriesOf(new TreeMap<>(Map.of("list", images)));
    assertThat(function("concat-lists").outputs(given)).containsEntry("list", images);
  }

  /// The first outputs of SplitMix64 for seed 1234567 that its users publish, without their lowest
  /// 11 bits.
  @Test
  void seedsAreThoseOfSplitMix64AndALongerListBeginsWithTheShorter() {
    assertThat(apply("seeds", "{'seed':1234567,'count':3}"))
        .isEqualTo(
            "{'seeds':[%d,%d,%d]}"
                .formatted(
                    6457827717110365317L >>> 11,
                    3203168211198807973L >>> 11,
                    Long.parseUnsignedLong("9817491932198370423") >>> 11));
    assertThat(apply("seeds", "{'seed':1234567,'count':2}"))
        .isEqualTo(
            "{'seeds':[%d,%d]}"
                .formatted(6457827717110365317L >>> 11, 3203168211198807973L >>> 11));
  }

  private static String arithmetic(double a, String operation, double b) {
    return "{'a':%s,'do':'%s','b':%s}"
        .formatted(
            CanonicalJson.write(new Value.Float(a)),
            operation,
            CanonicalJson.write(new Value.Float(b)));
  }

  /// JSON with ' in the place of ".
  private static String apply(String type, String given) {
    SequencedMap<String, PortValue> values = new LinkedHashMap<>();
    ((Value.Fields) CanonicalJson.parse(given.replace('\'', '"')))
        .fields()
        .forEach((name, value) -> values.put(name, new PortValue.Inline(value)));
    SequencedMap<String, Value> outputs = new LinkedHashMap<>();
    function(type)
        .apply(values)
        .forEach((name, value) -> outputs.put(name, Given.inline(value).orElseThrow()));
    return json(new Value.Fields(outputs));
  }

  private static String json(Value value) {
    return CanonicalJson.write(value).replace('"', '\'');
  }

  private static ValueFunction function(String type) {
    return ValueFunctions.find(type).orElseThrow();
  }
}
