package org.cinegraph.db;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.graph.digest.Digest;

/// Who may call, by the digest of a token.
public final class ApiKeys {
  /// The tenant that every home starts with.
  public static final UUID DEFAULT_TENANT = UUID.fromString("00000000-0000-7000-8000-000000000001");

  private final Database database;

  public ApiKeys(Database database) {
    this.database = database;
  }

  public Optional<Caller> caller(Digest token) {
    return database.transaction(sql ->
        sql.row(
            """
            SELECT tenant_id, principal, array_to_string(rights, ',') AS rights
            FROM api_key WHERE token_digest = ?
            """,
            row ->
                new Caller(
                    row.id("tenant_id"),
                    row.text("principal"),
                    Arrays.asList(row.text("rights").split(","))),
            token));
  }

  /// Makes or replaces the key of a principal.
  public void put(UUID tenant, String principal, Digest token, List<String> rights) {
    database.run(sql -> {
      sql.update(
          "DELETE FROM api_key WHERE tenant_id = ? AND principal = ? AND token_digest <> ?",
          tenant,
          principal,
          token);
      sql.update(
          """
          INSERT INTO api_key (tenant_id, token_digest, principal, rights)
          VALUES (?, ?, ?, ?::text[]) ON CONFLICT DO NOTHING
          """,
          tenant,
          token,
          principal,
          rights);
    });
  }

  /// @param rights `control`, `work`
  public record Caller(UUID tenant, String principal, List<String> rights) {
    public Caller {
      rights = List.copyOf(rights);
    }
  }
}
