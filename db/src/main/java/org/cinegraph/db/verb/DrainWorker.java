package org.cinegraph.db.verb;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.cinegraph.db.Channel;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;

/// Keeps a worker free: it gets no lease, and what it computes is handed back at the next
/// checkpoint. It stays connected, and drained, until a person undoes it or its process ends.
///
/// The worker itself is told nothing but the stops: the control plane that it is connected to,
/// whichever that is, hears of it and reads the row.
public final class DrainWorker {
  private final Database database;

  public DrainWorker(Database database) {
    this.database = database;
  }

  /// @param undo let it have leases again
  /// @return a sentence for each thing that changed
  /// @throws VerbRefused it is not connected
  public List<String> drain(Asking asking, UUID worker, boolean undo) {
    Verb verb = undo ? Verb.UNDRAIN : Verb.DRAIN;
    return database.transaction(sql -> {
      WorkerState now =
          sql.row(
                  "SELECT name, connected, drained FROM worker WHERE id = ? FOR NO KEY UPDATE",
                  row ->
                      new WorkerState(row.text("name"), row.flag("connected"), row.flag("drained")),
                  worker)
              .orElseThrow(() -> new IllegalStateException("No worker " + worker));
      Situation situation = Situation.ofWorker(now.connected(), now.drained());
      switch (VerbTable.answer(situation, verb)) {
        case DOES -> {}
        case ALREADY -> {
          return List.of();
        }
        case REFUSED -> throw new VerbRefused("Worker " + now.name(), situation, verb);
      }
      sql.update("UPDATE worker SET drained = ? WHERE id = ?", !undo, worker);
      Channel.DRAIN.notify(sql, worker.toString());
      List<String> changed =
          undo
              ? List.of("Worker %s gets leases again".formatted(now.name()))
              : handBack(sql, worker, now.name());
      Audit.write(sql, asking, verb, "worker %s %s".formatted(now.name(), worker), changed);
      return changed;
    });
  }

  private static List<String> handBack(Sql sql, UUID worker, String name) throws SQLException {
    List<UUID> leased =
        sql.rows(
            "SELECT work_id FROM attempt WHERE worker_id = ? AND outcome IS NULL",
            row -> row.id("work_id"),
            worker);
    leased.forEach(work -> Channel.STOP.notify(sql, work.toString()));
    List<String> changed = new ArrayList<>();
    changed.add("Worker %s is drained: it gets no lease".formatted(name));
    if (!leased.isEmpty()) {
      changed.add("Works that it hands back at their next checkpoint: %d".formatted(leased.size()));
    }
    return changed;
  }

  private record WorkerState(String name, boolean connected, boolean drained) {}
}
