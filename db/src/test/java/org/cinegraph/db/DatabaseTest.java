package org.cinegraph.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a transaction finds on the connection that it is given.
class DatabaseTest {
  private PostgresFixture postgres;

  /// Opens one connection, which no transaction has used.
  private Database fresh;

  @BeforeEach
  void start() {
    postgres = PostgresFixture.start();
    fresh = Database.open(postgres.url(), 1);
  }

  @AfterEach
  void close() {
    fresh.close();
    postgres.close();
  }

  @Test
  void theFirstTransactionOfAConnectionBeginsWhenItIsUsed() {
    Instant opened =
        postgres.database().transaction(sql -> time(sql, "SELECT clock_timestamp() AS at"));
    Instant begun = fresh.transaction(sql -> time(sql, "SELECT now() AS at"));
    assertThat(begun).isAfterOrEqualTo(opened);
  }

  @Test
  void theSettingsOfAConnectionOutliveATransactionThatFails() {
    assertThatThrownBy(() -> fresh.run(sql -> sql.update("SELECT 1/0")))
        .isInstanceOf(StorageFailure.class);
    String scans =
        fresh.read(
            sql -> sql.row("SHOW enable_seqscan", row -> row.text("enable_seqscan")).orElseThrow());
    assertThat(scans).isEqualTo("off");
  }

  private static Instant time(Sql sql, String select) throws SQLException {
    return sql.row(select, row -> row.time("at")).orElseThrow();
  }
}
