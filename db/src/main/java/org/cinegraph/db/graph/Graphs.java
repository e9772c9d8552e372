package org.cinegraph.db.graph;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Row;
import org.cinegraph.db.Sql;
import org.cinegraph.graph.digest.Digest;

/// Graphs as they were stored: immutable versions, each named by the digest of its canonical form.
public final class Graphs {
  private static final String COLUMNS = "digest, graph, number, source, canonical, stored_at";

  private final Database database;

  public Graphs(Database database) {
    this.database = database;
  }

  /// Stores a version, or finds the same one.
  public GraphVersion store(
      UUID tenant, String graph, Digest digest, byte[] source, String canonical) {
    return database.transaction(sql -> {
      sql.update(
          "INSERT INTO graph (tenant_id, name) VALUES (?, ?) ON CONFLICT DO NOTHING",
          tenant,
          graph);
      sql.row(
          "SELECT versions FROM graph WHERE tenant_id = ? AND name = ? FOR UPDATE",
          row -> row.integer("versions"),
          tenant,
          graph);
      Optional<GraphVersion> known = byDigest(sql, tenant, digest);
      return known.isPresent()
          ? known.get()
          : insert(sql, tenant, graph, digest, source, canonical);
    });
  }

  public Optional<GraphVersion> find(UUID tenant, Digest digest) {
    return database.transaction(sql -> byDigest(sql, tenant, digest));
  }

  /// @param number 0 means the newest
  public Optional<GraphVersion> find(UUID tenant, String graph, int number) {
    return database.transaction(sql -> find(sql, tenant, graph, number));
  }

  static Optional<GraphVersion> find(Sql sql, UUID tenant, String graph, int number)
      throws SQLException {
    return sql.row(
        "SELECT "
            + COLUMNS
            + """
             FROM graph_version
            WHERE tenant_id = ? AND graph = ? AND number = CASE WHEN ? = 0
              THEN (SELECT versions FROM graph WHERE tenant_id = ? AND name = ?) ELSE ? END
            """,
        Graphs::version,
        tenant,
        graph,
        number,
        tenant,
        graph,
        number);
  }

  /// The newest version of each graph whose name comes after `after`, by name.
  public List<GraphVersion> newest(UUID tenant, String after, int limit) {
    return database.transaction(sql ->
        sql.rows(
            """
            SELECT v.digest, v.graph, v.number, v.source, v.canonical, v.stored_at
            FROM graph g JOIN graph_version v
              ON v.tenant_id = g.tenant_id AND v.graph = g.name AND v.number = g.versions
            WHERE g.tenant_id = ? AND g.name > ? ORDER BY g.name LIMIT ?
            """,
            Graphs::version,
            tenant,
            after,
            limit));
  }

  /// The versions of a graph that are older than the number `before`, newest first.
  public List<GraphVersion> versions(UUID tenant, String graph, int before, int limit) {
    return database.transaction(sql ->
        sql.rows(
            "SELECT "
                + COLUMNS
                + """
                 FROM graph_version WHERE tenant_id = ? AND graph = ? AND number < ?
                ORDER BY number DESC LIMIT ?
                """,
            Graphs::version,
            tenant,
            graph,
            before,
            limit));
  }

  private static GraphVersion insert(
      Sql sql, UUID tenant, String graph, Digest digest, byte[] source, String canonical)
      throws SQLException {
    int number =
        sql.row(
                """
                UPDATE graph SET versions = versions + 1 WHERE tenant_id = ? AND name = ?
                RETURNING versions
                """,
                row -> row.integer("versions"),
                tenant,
                graph)
            .orElseThrow();
    sql.update(
        """
        INSERT INTO graph_version (tenant_id, digest, graph, number, source, canonical)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        tenant,
        digest,
        graph,
        number,
        source,
        canonical);
    return byDigest(sql, tenant, digest).orElseThrow();
  }

  static Optional<GraphVersion> byDigest(Sql sql, UUID tenant, Digest digest) throws SQLException {
    return sql.row(
        "SELECT " + COLUMNS + " FROM graph_version WHERE tenant_id = ? AND digest = ?",
        Graphs::version,
        tenant,
        digest);
  }

  private static GraphVersion version(Row row) throws SQLException {
    return new GraphVersion(
        row.digest("digest"),
        row.text("graph"),
        row.integer("number"),
        row.bytes("source"),
        row.text("canonical"),
        row.time("stored_at"));
  }

  /// @param source the document as its first author wrote it
  public record GraphVersion(
      Digest digest, String graph, int number, byte[] source, String canonical, Instant storedAt) {}
}
