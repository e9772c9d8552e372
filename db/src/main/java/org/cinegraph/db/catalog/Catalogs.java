package org.cinegraph.db.catalog;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cinegraph.db.Database;
import org.cinegraph.db.Row;
import org.cinegraph.db.Sql;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;

/// What workers published: the node types that graphs are checked and planned against.
public final class Catalogs {
  private final Database database;

  public Catalogs(Database database) {
    this.database = database;
  }

  /// Every version of every type, each with the program that was offered last, and every model
  /// package.
  public Catalog read() {
    return database.transaction(Catalogs::read);
  }

  /// As [#read], within a transaction.
  public static Catalog read(Sql sql) throws SQLException {
    return Catalog.of(entries(sql), packages(sql), unusable(sql));
  }

  /// What connected workers offer: of each version the program of the one that came last.
  public static Catalog offered(Sql sql) throws SQLException {
    return Catalog.of(
        sql.rows(
            """
            SELECT DISTINCT ON (t.type, t.version) t.type, t.version, t.program_digest, t.declaration
            FROM node_type t
            JOIN offered_type o ON o.type = t.type AND o.version = t.version
              AND o.program_digest = t.program_digest
            JOIN worker w ON w.id = o.worker_id
            WHERE w.connected
            ORDER BY t.type, t.version, t.last_offered_at DESC, t.program_digest
            """,
            Catalogs::entry),
        packages(sql),
        unusable(sql));
  }

  /// The declaration of a type that a plan has pinned.
  public static NodeDeclaration declaration(Sql sql, String type, int version, Digest program)
      throws SQLException {
    return sql.row(
            """
            SELECT declaration FROM node_type
            WHERE type = ? AND version = ? AND program_digest = ?
            """,
            row -> DeclarationJson.read(CanonicalJson.parse(row.text("declaration"))),
            type,
            version,
            program)
        .orElseThrow(() -> new IllegalStateException("No node type " + type + "@" + version));
  }

  private static List<Catalog.Entry> entries(Sql sql) throws SQLException {
    return sql.rows(
        """
        SELECT DISTINCT ON (type, version) type, version, program_digest, declaration
        FROM node_type ORDER BY type, version, last_offered_at DESC, program_digest
        """,
        Catalogs::entry);
  }

  private static Catalog.Entry entry(Row row) throws SQLException {
    return new Catalog.Entry(
        DeclarationJson.read(CanonicalJson.parse(row.text("declaration"))),
        row.digest("program_digest"));
  }

  private static SequencedMap<String, Digest> packages(Sql sql) throws SQLException {
    SequencedMap<String, Digest> packages = new LinkedHashMap<>();
    sql.rows(
        """
        SELECT DISTINCT ON (name) name, digest FROM model_package
        ORDER BY name, last_offered_at DESC, digest
        """,
        row -> {
          packages.put(row.text("name"), row.digest("digest"));
          return true;
        });
    return packages;
  }

  static SortedMap<String, String> unusable(Sql sql) throws SQLException {
    SortedMap<String, String> reasons = new TreeMap<>();
    sql.rows(
        """
        SELECT DISTINCT ON (u.name) u.name, u.why
        FROM unusable_package u JOIN worker w ON w.id = u.worker_id
        WHERE w.connected ORDER BY u.name, w.connected_at DESC, w.id
        """,
        row -> reasons.put(row.text("name"), row.text("why")) == null);
    return reasons;
  }
}
