package org.cinegraph.graph.value.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadCsvTest {
  @Test
  void quotedFieldsHoldCommasLinesAndMarks() {
    assertThat(read("a,b\r\n\"x, \"\"y\"\"\nz\",\"7\"\r\n,\"\"\r\n"))
        .isEqualTo("[{'a':'x, \\'y\\'\\nz','b':'7'},{'a':'','b':''}]");
  }

  @Test
  void numbersAndBooleansBecomeSuchAndAllElseIsText() {
    assertThat(read("a\n7\n-2.5\n1e3\n true \nfalse\nTrue\n007\n1,5".replace("1,5", "\"1,5\"")))
        .isEqualTo(
            "[{'a':7},{'a':-2.5},{'a':1000.0},{'a':true},{'a':false},{'a':'True'},{'a':'007'},"
                + "{'a':'1,5'}]");
    assertThat(read("a\n99999999999999999999\n1e999\n1-2\n+3\n"))
        .isEqualTo("[{'a':'99999999999999999999'},{'a':'1e999'},{'a':'1-2'},{'a':'+3'}]");
  }

  @Test
  void marksOfTheByteOrderAndEmptyLinesAreNotInTheTable() {
    assertThat(read("\uFEFF\n a , b\n\n1,2\n\n")).isEqualTo("[{'a':1,'b':2}]");
    assertThat(read("a,b")).isEqualTo("[]");
  }

  @Test
  void rowsAsWrittenKeepTheirTextAndLeaveOutWhatIsEmpty() {
    List<TextRow> rows = ReadCsv.texts("a,b,c\n007,,\"\"\n\n\"x\ny\",2.50,@f.mp4\n1,2,3\n");
    assertThat(rows).extracting(TextRow::line).containsExactly(2, 4, 6);
    assertThat(rows.getFirst().columns()).containsExactly("a", "b", "c");
    assertThat(rows.getFirst().fields()).isEqualTo(Map.of("a", "007", "c", ""));
    assertThat(rows.get(1).fields()).isEqualTo(Map.of("a", "x\ny", "b", "2.50", "c", "@f.mp4"));
  }

  @Test
  void linesOfJsonGiveTextsAsTheyAreAndAllElseAsJson() {
    List<TextRow> rows = ReadJsonLines.texts("\n{\"a\": \"x\", \"b\": [1, 2], \"c\": null}\n");
    assertThat(rows).singleElement().satisfies(row -> assertThat(row.line()).isEqualTo(2));
    assertThat(rows.getFirst().columns()).containsExactly("a", "b", "c");
    assertThat(rows.getFirst().fields()).isEqualTo(Map.of("a", "x", "b", "[1,2]"));
    assertThatThrownBy(() -> ReadJsonLines.texts("{}\n7\n"))
        .isInstanceOf(UnreadableTableException.class)
        .hasMessageContaining("Expected a JSON object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~|1|Expected a line with the names of the columns",
        "a,,b|1|Column 2 has no name",
        "a,b,a|1|Two columns are named a",
        "a,b#1,2#3|3|Expected 2 fields as in the line of names, found 1",
        "a,b#'x#y',1#1,2,3|4|Expected 2 fields as in the line of names, found 3",
        "a#'x#y|2|A quotation mark opens here and is never closed",
        "a#'x'y|2|Expected a comma or the end of the line after a quoted field",
        "a#x'y|2|A quotation mark within a field: put the whole field into quotation marks and write"
            + " the mark twice",
      })
  void aBrokenTableIsRefusedWithItsLine(String table, int line, String message) {
    assertThatThrownBy(() -> ReadCsv.read(table.replace('#', '\n').replace('\'', '"')))
        .isInstanceOfSatisfying(
            UnreadableTableException.class, e -> assertThat(e.line()).isEqualTo(line))
        .hasMessage(message);
  }

  @Test
  void whatTheDatabaseCannotKeepIsRefused() {
    assertThatThrownBy(() -> ReadCsv.read("a\n1\nx\0y")).hasMessage(StorableText.EXPECTED);
  }

  @Test
  void aLargeTableIsReadInOnePass() {
    List<Value> rows = ReadCsv.read("a,b\n" + "\"x\"\"y\",7\n".repeat(50_000));
    assertThat(rows).hasSize(50_000);
  }

  private static String read(String table) {
    return CanonicalJson.write(new Value.Items(ReadCsv.read(table))).replace('"', '\'');
  }
}
