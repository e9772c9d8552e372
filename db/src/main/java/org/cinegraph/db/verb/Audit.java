package org.cinegraph.db.verb;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;

/// What people did: one row for each verb that changed something, written in its transaction.
public final class Audit {
  private final Database database;

  public Audit(Database database) {
    this.database = database;
  }

  /// @param changed a sentence for each thing that the verb changed
  static void write(Sql sql, Asking asking, Verb verb, String subject, List<String> changed)
      throws SQLException {
    write(sql, asking, verb.written(), subject, changed);
  }

  /// Of a verb that is allowed at any time.
  public static void write(
      Sql sql, Asking asking, String verb, String subject, List<String> changed)
      throws SQLException {
    sql.update(
        """
        INSERT INTO audit (tenant_id, principal, verb, subject, why, changed)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        asking.tenant(),
        asking.principal(),
        verb,
        subject,
        asking.why(),
        changed);
  }

  /// Newest first.
  ///
  /// @param run this one and its nodes alone; absent: everything
  /// @param before rows with a smaller number
  public List<AuditRow> list(UUID tenant, Optional<UUID> run, long before, int limit) {
    Optional<String> subject = run.map(id -> "run " + id);
    return database.read(sql ->
        sql.rows(
            """
            SELECT * FROM audit WHERE tenant_id = ? AND number < ?
              AND (?::text IS NULL OR subject = ? OR subject LIKE ? || ' %')
            ORDER BY number DESC LIMIT ?
            """,
            row ->
                new AuditRow(
                    row.number("number"),
                    row.text("principal"),
                    row.text("verb"),
                    row.text("subject"),
                    row.text("why"),
                    row.texts("changed"),
                    row.time("at")),
            tenant,
            before,
            subject,
            subject,
            subject,
            limit));
  }

  /// @param subject run ID, run ID node NAME, worker NAME ID, store
  /// @param changed a sentence for each thing that the verb changed
  public record AuditRow(
      long number,
      String principal,
      String verb,
      String subject,
      String why,
      List<String> changed,
      Instant at) {
    public AuditRow {
      changed = List.copyOf(changed);
    }
  }
}
