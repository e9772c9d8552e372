package org.cinegraph.db.catalog;

import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Row;
import org.cinegraph.db.Sql;
import org.cinegraph.db.work.RefusedType;
import org.cinegraph.graph.digest.Digest;

/// The catalog and the workers as lists for people.
public final class CatalogRows {
  private final Database database;

  public CatalogRows(Database database) {
    this.database = database;
  }

  /// Every version of every type, with the program that was offered last.
  public List<TypeRow> types() {
    return database.transaction(sql ->
        sql.rows(
            """
            SELECT DISTINCT ON (type, version) type, version, program_digest, declaration
            FROM node_type ORDER BY type, version, last_offered_at DESC, program_digest
            """,
            row ->
                new TypeRow(
                    row.text("type"),
                    row.integer("version"),
                    row.digest("program_digest"),
                    row.text("declaration"))));
  }

  /// Every package, with the digest that was offered last.
  public List<PackageRow> packages() {
    return database.transaction(sql ->
        sql.rows(
            """
            SELECT DISTINCT ON (name) name, digest, bytes FROM model_package
            ORDER BY name, last_offered_at DESC, digest
            """,
            row -> new PackageRow(row.text("name"), row.digest("digest"), row.number("bytes"))));
  }

  /// What connected workers have found and cannot use, by name, each with the reason of the one
  /// that came last.
  public SortedMap<String, String> unusablePackages() {
    return database.transaction(Catalogs::unusable);
  }

  /// The connected workers, and those that were connected within a day.
  public List<WorkerRow> workers() {
    return database.transaction(sql -> {
      List<Refused> refused = refused(sql);
      return sql.rows(
          """
          SELECT w.id, w.name, w.process_id, w.connected, w.drained, w.labels, coalesce(
            string_agg(d.name, chr(10) ORDER BY d.ordinal), '') AS devices
          FROM worker w LEFT JOIN device d ON d.worker_id = w.id
          WHERE w.connected OR w.connected_at > now() - interval '1 day'
          GROUP BY w.id ORDER BY w.connected DESC, w.name, w.id
          """,
          row -> worker(row, refused));
    });
  }

  private static List<Refused> refused(Sql sql) throws SQLException {
    return sql.rows(
        """
        SELECT worker_id, type, version, known_digest, offered_digest FROM refused_type
        ORDER BY worker_id, type, version
        """,
        row ->
            new Refused(
                row.id("worker_id"),
                new RefusedType(
                    row.text("type"),
                    row.integer("version"),
                    row.digest("known_digest"),
                    row.digest("offered_digest"))));
  }

  private record Refused(UUID worker, RefusedType type) {}

  private static WorkerRow worker(Row row, List<Refused> refused) throws SQLException {
    UUID id = row.id("id");
    return new WorkerRow(
        id,
        row.text("name"),
        row.number("process_id"),
        row.flag("connected"),
        row.flag("drained"),
        row.texts("labels"),
        row.text("devices").lines().toList(),
        refused.stream().filter(each -> each.worker().equals(id)).map(Refused::type).toList());
  }

  /// @param declaration canonical JSON
  public record TypeRow(String type, int version, Digest program, String declaration) {}

  public record PackageRow(String name, Digest digest, long bytes) {}

  /// @param devices names, in order
  /// @param drained whether a person keeps it free
  /// @param refused node types of it that are left out
  public record WorkerRow(
      UUID id,
      String name,
      long processId,
      boolean connected,
      boolean drained,
      List<String> labels,
      List<String> devices,
      List<RefusedType> refused) {}
}
