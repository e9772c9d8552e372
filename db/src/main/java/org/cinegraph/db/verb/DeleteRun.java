package org.cinegraph.db.verb;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.run.Approvals;
import org.cinegraph.db.run.Memo;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.Runs;
import org.cinegraph.db.work.Checkpoints;
import org.cinegraph.db.work.ForgetWorks;
import org.cinegraph.graph.digest.Digest;

/// Deletes a run that has ended, with all that says what it was about: inputs, plan, events, logs,
/// requests and results. What another run uses too stays: memo entries, works and their attempts.
/// What it cost stays known, and so does that somebody deleted it. Bytes that nothing refers to any
/// more go with the next collection of garbage.
public final class DeleteRun {
  private final Database database;

  public DeleteRun(Database database) {
    this.database = database;
  }

  /// @return a sentence for each thing that changed; empty: it was deleted before
  /// @throws VerbRefused it has not ended
  /// @throws RunUnknown there is none and was none
  public List<String> delete(Asking asking, UUID run) {
    return database.transaction(sql -> {
      Optional<RunRow> row = Runs.find(sql, asking.tenant(), run);
      if (row.isEmpty()) {
        requireDeleted(sql, asking.tenant(), run);
        return List.of();
      }
      RunRow locked = Runs.lock(sql, asking.tenant(), run);
      switch (VerbTable.answer(Situation.of(locked), Verb.DELETE)) {
        case DOES -> {}
        case ALREADY, REFUSED ->
            throw new VerbRefused("Run " + run, Situation.of(locked), Verb.DELETE);
      }
      List<String> changed = delete(sql, locked);
      Audit.write(sql, asking, Verb.DELETE, "run " + run, changed);
      return changed;
    });
  }

  private static void requireDeleted(Sql sql, UUID tenant, UUID run) throws SQLException {
    boolean deleted =
        !sql.rows(
                "SELECT number FROM audit WHERE tenant_id = ? AND verb = ? AND subject = ? LIMIT 1",
                row -> row.number("number"),
                tenant,
                Verb.DELETE.written(),
                "run " + run)
            .isEmpty();
    if (!deleted) {
      throw new RunUnknown(run);
    }
  }

  private static List<String> delete(Sql sql, RunRow run) throws SQLException {
    UUID tenant = run.tenant();
    List<Digest> keys = keysOfNobodyElse(sql, run);
    sql.update("DELETE FROM outbox WHERE tenant_id = ? AND run_id = ?", tenant, run.id());
    sql.update("DELETE FROM event WHERE tenant_id = ? AND run_id = ?", tenant, run.id());
    Approvals.forget(sql, tenant, run.id());
    sql.update("DELETE FROM node_run WHERE tenant_id = ? AND run_id = ?", tenant, run.id());
    int results = Memo.forgetKeys(sql, tenant, keys);
    for (Digest key : keys) {
      Checkpoints.forget(sql, tenant, key, 0);
    }
    int works = ForgetWorks.forget(sql, tenant, run.id(), keys);
    forgetUploads(sql, run);
    Artifacts.release(sql, tenant, "run", run.id().toString());
    sql.update("DELETE FROM run WHERE tenant_id = ? AND id = ?", tenant, run.id());
    if (run.plan().isPresent()) {
      Plans.forgetUnused(sql, tenant, run.plan().get());
    }
    List<String> changed = new ArrayList<>();
    changed.add("Run %s is deleted: inputs, plan, events, nodes".formatted(run.id()));
    if (results > 0 || works > 0) {
      changed.add(
          "Forgotten, since no other run uses them: results: %d, computations: %d"
              .formatted(results, works));
    }
    return changed;
  }

  /// What was uploaded for this run alone.
  private static void forgetUploads(Sql sql, RunRow run) throws SQLException {
    sql.update(
        """
        DELETE FROM artifact_reference u
        USING artifact_reference own
        WHERE own.tenant_id = ? AND own.holder_kind = 'run' AND own.holder_id = ?
          AND u.tenant_id = own.tenant_id AND u.digest = own.digest AND u.holder_kind = 'upload'
          AND NOT EXISTS (
            SELECT 1 FROM artifact_reference other WHERE other.tenant_id = u.tenant_id
              AND other.digest = u.digest AND other.holder_kind = 'run'
              AND other.holder_id <> own.holder_id)
        """,
        run.tenant(),
        run.id().toString());
  }

  /// Memo keys of the run that no node of another run has.
  private static List<Digest> keysOfNobodyElse(Sql sql, RunRow run) throws SQLException {
    return sql.rows(
        """
        SELECT DISTINCT n.memo_key FROM node_run n
        WHERE n.tenant_id = ? AND n.run_id = ? AND n.memo_key IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM node_run o WHERE o.tenant_id = n.tenant_id AND o.memo_key = n.memo_key
            AND o.run_id <> n.run_id)
        """,
        row -> row.digest("memo_key"),
        run.tenant(),
        run.id());
  }
}
