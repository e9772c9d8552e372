package org.cinegraph.graph.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.cinegraph.graph.value.UnreadableJsonException;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

  @Test
  void equalValuesHaveOneSpelling() {
    assertThat(canonical(" { \"b\" : [ 1 , 2.50 , 1E3 ], \"a\" : { } , \"A\":[] } "))
        .isEqualTo("{\"A\":[],\"a\":{},\"b\":[1,2.5,1000.0]}");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "0.0, 0.0",
    "-0.0, -0.0",
    "1e10, 1e10",
    "1.0E+10, 1e10",
    "1.5e-9, 1.5e-9",
    "9223372036854775807, 9223372036854775807",
    "0.1, 0.1",
    "100.0, 100.0",
    "5e-324, 4.9e-324"
  })
  void aNumberIsAsShortAsItCanBe(String written, String canonical) {
    assertThat(canonical(written)).isEqualTo(canonical);
  }

  @Test
  void onlyWhatMustBeIsEscaped() {
    assertThat(canonical("\"\\u00e9\\/\\ud83d\\ude00 \\\" \\\\ \\n \\u0001\""))
        .isEqualTo("\"é/😀 \\\" \\\\ \\n \\u0001\"");
  }

  @Test
  void halfASurrogatePairKeepsItsOwnDigest() {
    assertThat(canonical("\"\\ud83d\"")).isEqualTo("\"\\ud83d\"");
    assertThat(CanonicalJson.digest(new Value.Text("\ud83d")))
        .isNotEqualTo(CanonicalJson.digest(new Value.Text("?")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\":1,\"a\":2}",
        "{a:1}",
        "01",
        "1.",
        ".5",
        "+1",
        "NaN",
        "Infinity",
        "1e999",
        "9223372036854775808",
        "'a'",
        "\"\t\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"abc",
        "tru",
        "null null",
        "[1 2]",
        "// no\n1"
      })
  void whatIsNoJsonIsRefusedWithItsPlace(String text) {
    assertThatThrownBy(() -> CanonicalJson.parse(text))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessageStartingWith("Not JSON at character");
  }

  @Test
  void nestingEndsAtItsLimit() {
    int depth = JsonText.DEPTH;
    assertThat(CanonicalJson.parse("[".repeat(depth + 1) + "]".repeat(depth + 1))).isNotNull();
    assertThatThrownBy(() -> CanonicalJson.parse("[".repeat(depth + 2) + "]".repeat(depth + 2)))
        .hasMessageContaining("at most " + depth + " levels");
  }

  @Test
  void whatIsWrittenIsReadBackAsTheSameValue() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 2_000; round++) {
      Value value = value(random, 4);
      String written = CanonicalJson.write(value);
      assertThat(CanonicalJson.parse(written)).isEqualTo(value);
      assertThat(canonical(written)).isEqualTo(written);
    }
  }

  private static Value value(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> new Value.Nothing();
      case 1 -> new Value.Text(text(random));
      case 2 -> new Value.Int(random.nextLong() >> random.nextInt(64));
      case 3 -> new Value.Float(number(random));
      case 4 -> new Value.Bool(random.nextBoolean());
      case 5 -> {
        List<Value> items = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
          items.add(value(random, depth - 1));
        }
        yield new Value.Items(items);
      }
      default -> {
        SequencedMap<String, Value> fields = new LinkedHashMap<>();
        for (int left = random.nextInt(4); left > 0; left--) {
          fields.put(text(random), value(random, depth - 1));
        }
        yield new Value.Fields(fields);
      }
    };
  }

  private static double number(SplittableRandom random) {
    double number = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(number) ? number : 0.5;
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(6); left > 0; left--) {
      text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
    }
    return text.toString();
  }

  private static String canonical(String json) {
    return CanonicalJson.write(CanonicalJson.parse(json));
  }
}
