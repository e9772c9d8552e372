package org.cinegraph.bench.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SqlStandsInOneRoomTest {
  private static final Pattern SQL =
      Pattern.compile(
          "\"\\s*(SELECT\\s.+\\sFROM|INSERT INTO|UPDATE\\s\\w+\\sSET|DELETE FROM|CREATE TABLE)\\s|java\\.sql\\.");

  @Test
  void noRoomButDbHoldsSql() {
    assertThat(
            SourceTree.files().stream()
                .filter(SourceTree::isMain)
                .filter(file -> !SourceTree.name(file).startsWith("db/"))
                .filter(file -> SQL.matcher(SourceTree.read(file)).find())
                .map(SourceTree::name))
        .isEmpty();
  }

  @Test
  void theRuleFindsSqlWhereThereIsSome() {
    assertThat(
            SourceTree.files().stream()
                .filter(file -> SourceTree.name(file).startsWith("db/src/main/"))
                .filter(file -> SQL.matcher(SourceTree.read(file)).find()))
        .hasSizeGreaterThan(5);
  }
}
