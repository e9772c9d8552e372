package org.cinegraph.cli.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    Table table = new Table("RUN", "STATE").row("a-long-one", "ok").row("b", "");

    assertThat(table.lines()).containsExactly("RUN         STATE", "a-long-one  ok", "b");
  }

  @Test
  void aRowHasACellForEachColumn() {
    assertThatThrownBy(() -> new Table("RUN", "STATE").row("a"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
