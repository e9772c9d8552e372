package org.cinegraph.db.work;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.graph.digest.Digest;

/// Worker processes, and the catalog that they publish.
public final class Workers {
  private final Database database;

  public Workers(Database database) {
    this.database = database;
  }

  /// Takes a worker in with all that it has.
  ///
  /// @return known node types that it offers with another declaration: these are left out
  public List<RefusedType> hello(Hello hello) {
    return database.transaction(sql -> {
      storeWorker(sql, hello);
      List<RefusedType> refused = storeTypes(sql, hello);
      for (OfferedPackage offered : hello.packages()) {
        sql.update(
            """
            INSERT INTO model_package (name, digest, bytes) VALUES (?, ?, ?)
            ON CONFLICT (name, digest) DO UPDATE SET last_offered_at = clock_timestamp()
            """,
            offered.name(),
            offered.digest(),
            offered.bytes());
      }
      for (Map.Entry<String, String> unusable : hello.unusable().entrySet()) {
        sql.update(
            """
            INSERT INTO unusable_package (worker_id, name, why) VALUES (?, ?, ?)
            ON CONFLICT (worker_id, name) DO UPDATE SET why = excluded.why
            """,
            hello.worker(),
            unusable.getKey(),
            unusable.getValue());
      }
      return refused;
    });
  }

  /// Those that a person keeps free.
  public List<UUID> drained() {
    return database.read(
        sql -> sql.rows("SELECT id FROM worker WHERE drained AND connected", row -> row.id("id")));
  }

  /// Those that are connected, as far as the rows know, and those with an open lease.
  public List<WorkerProcess> busy() {
    return database.read(sql ->
        sql.rows(
            """
            SELECT w.id, w.process_id, w.process_space FROM worker w
            WHERE w.connected OR EXISTS (
              SELECT 1 FROM attempt a WHERE a.worker_id = w.id AND a.outcome IS NULL)
            ORDER BY w.id
            """,
            row ->
                new WorkerProcess(
                    row.id("id"), row.number("process_id"), row.text("process_space"))));
  }

  public void disconnected(UUID worker) {
    database.run(sql -> sql.update("UPDATE worker SET connected = false WHERE id = ?", worker));
  }

  private static void storeWorker(Sql sql, Hello hello) throws SQLException {
    sql.update(
        """
        INSERT INTO worker (id, name, host, process_id, process_space, host_memory_bytes, labels,
          connected)
        VALUES (?, ?, ?, ?, ?, ?, ?, true)
        ON CONFLICT (id) DO UPDATE
        SET connected = true, connected_at = now(), labels = excluded.labels
        """,
        hello.worker(),
        hello.name(),
        hello.host(),
        hello.processId(),
        hello.processSpace(),
        hello.hostMemoryBytes(),
        hello.labels());
    for (DeviceRow device : hello.devices()) {
      sql.update(
          """
          INSERT INTO device (worker_id, ordinal, kind, name, memory_bytes, compute_capability, driver)
          VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
          """,
          hello.worker(),
          device.ordinal(),
          device.cuda() ? "cuda" : "cpu",
          device.name(),
          device.memoryBytes(),
          device.computeCapability(),
          device.driver());
    }
  }

  private static List<RefusedType> storeTypes(Sql sql, Hello hello) throws SQLException {
    sql.update("DELETE FROM offered_type WHERE worker_id = ?", hello.worker());
    sql.update("DELETE FROM refused_type WHERE worker_id = ?", hello.worker());
    List<RefusedType> refused = new ArrayList<>();
    for (OfferedType offered : hello.types()) {
      Optional<Digest> otherwise = known(sql, offered);
      if (otherwise.isEmpty()) {
        storeType(sql, offered);
        storeOffer(sql, hello.worker(), offered);
      } else {
        refused.add(
            new RefusedType(
                offered.type(), offered.version(), otherwise.get(), offered.declarationDigest()));
      }
    }
    for (RefusedType type : refused) {
      sql.update(
          """
          INSERT INTO refused_type (worker_id, type, version, known_digest, offered_digest)
          VALUES (?, ?, ?, ?, ?)
          """,
          hello.worker(),
          type.type(),
          type.version(),
          type.known(),
          type.offered());
    }
    return refused;
  }

  /// The declaration that the catalog has, if it is another one.
  private static Optional<Digest> known(Sql sql, OfferedType offered) throws SQLException {
    sql.row(
        "SELECT pg_advisory_xact_lock(hashtext(? || ':' || ?)) IS NULL AS locked",
        row -> row.flag("locked"),
        offered.type(),
        String.valueOf(offered.version()));
    return sql.row(
            "SELECT DISTINCT declaration_digest FROM node_type WHERE type = ? AND version = ?",
            row -> row.digest("declaration_digest"),
            offered.type(),
            offered.version())
        .filter(known -> !known.equals(offered.declarationDigest()));
  }

  private static void storeType(Sql sql, OfferedType offered) throws SQLException {
    sql.update(
        """
        INSERT INTO node_type (type, version, program_digest, declaration_digest, declaration)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (type, version, program_digest) DO UPDATE SET last_offered_at = clock_timestamp()
        """,
        offered.type(),
        offered.version(),
        offered.program(),
        offered.declarationDigest(),
        offered.declaration());
  }

  private static void storeOffer(Sql sql, UUID worker, OfferedType offered) throws SQLException {
    sql.update(
        """
        INSERT INTO offered_type (worker_id, type, version, program_digest) VALUES (?, ?, ?, ?)
        """,
        worker,
        offered.type(),
        offered.version(),
        offered.program());
  }

  /// @param processSpace the numbers that its process id is one of; empty where unknown
  /// @param labels what its owner calls it by
  /// @param unusable packages that it found and does not offer, with the reason
  public record Hello(
      UUID worker,
      String name,
      String host,
      long processId,
      String processSpace,
      long hostMemoryBytes,
      List<String> labels,
      List<OfferedType> types,
      List<DeviceRow> devices,
      List<OfferedPackage> packages,
      SortedMap<String, String> unusable) {
    public Hello {
      labels = List.copyOf(labels);
      unusable = Collections.unmodifiableSortedMap(new TreeMap<>(unusable));
    }

    public WorkerProcess process() {
      return new WorkerProcess(worker, processId, processSpace);
    }
  }

  /// @param declaration canonical JSON
  public record OfferedType(
      String type, int version, Digest program, Digest declarationDigest, String declaration) {}

  public record OfferedPackage(String name, Digest digest, long bytes) {}

  public record DeviceRow(
      int ordinal,
      boolean cuda,
      String name,
      long memoryBytes,
      String computeCapability,
      String driver) {}
}
