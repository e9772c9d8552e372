package org.cinegraph.db.work;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Function;
import org.cinegraph.db.Sql;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.run.AdvanceRuns;
import org.cinegraph.db.run.Memo;
import org.cinegraph.db.run.NodeEnd;
import org.cinegraph.db.run.OutputsJson;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.value.ArtifactReference;

/// Ends attempts that are done and whose works are locked: attempts, works and memo of all of them
/// in one statement, because this is what every node costs; then what only some of them have. What
/// was stored is held by memo and runs from then on.
final class EndDone {
  private final Sql sql;
  private final AdvanceRuns advance;

  EndDone(Sql sql, AdvanceRuns advance) {
    this.sql = sql;
    this.advance = advance;
  }

  /// A done attempt.
  record Done(OpenAttempt attempt, Report.Done report) {
    List<Digest> artifacts() {
      return OutputsJson.artifacts(report.outputs()).stream()
          .map(ArtifactReference::digest)
          .toList();
    }

    /// An input is equal numerically only, or a checkpoint on the way was.
    boolean equivalent() {
      return attempt.equivalent() || report.equivalent();
    }

    /// Of outputs without artifacts: those with some are remembered together with the references
    /// that keep them.
    Optional<String> plainOutputs() {
      return artifacts().isEmpty()
          ? Optional.of(OutputsJson.write(report.outputs()))
          : Optional.empty();
    }
  }

  /// @return what is wrong with the outputs
  Optional<Failure> wrongOutputs(Declarations declarations, Done done) throws SQLException {
    OpenAttempt attempt = done.attempt();
    SequencedSet<String> declared = new LinkedHashSet<>();
    declarations.of(sql, attempt).outputs().stream().map(OutputPort::name).forEach(declared::add);
    if (!declared.equals(done.report().outputs().keySet())) {
      return Optional.of(
          Failure.fatal(
              "outputs-incomplete",
              "A %s must fill the ports %s, found %s"
                  .formatted(attempt.type(), declared, done.report().outputs().keySet())));
    }
    List<Digest> unknown = Artifacts.unknown(sql, attempt.tenant(), done.artifacts());
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Failure.fatal(
                "artifact-unknown",
                "A %s names artifact %s, which was not stored"
                    .formatted(attempt.type(), unknown.getFirst())));
  }

  void end(List<Done> dones) throws SQLException {
    if (dones.isEmpty()) {
      return;
    }
    for (NodeEnd end : write(dones)) {
      advance.end(end);
    }
    for (Done done : dones) {
      OpenAttempt attempt = done.attempt();
      sql.changes(attempt.ended("done", Optional.empty(), done.report().seconds()));
      if (done.plainOutputs().isEmpty()) {
        Memo.put(
            sql,
            attempt.tenant(),
            attempt.memoKey(),
            attempt.work(),
            done.report().outputs(),
            done.equivalent());
      }
      if (done.report().seconds().total() > 0) {
        Usage.add(sql, attempt, done.report().seconds());
      }
      if (attempt.leavesSomething()) {
        Checkpoints.forget(sql, attempt.tenant(), attempt.memoKey(), 0);
        Artifacts.release(sql, attempt.tenant(), "attempt", Artifacts.holder(attempt.lease()));
      }
    }
  }

  private List<NodeEnd> write(List<Done> dones) throws SQLException {
    return sql.rows(
        """
        WITH done AS (
          SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::bytea[], ?::text[], ?::text[],
              ?::text[], ?::boolean[])
            WITH ORDINALITY
              AS d (tenant_id, work_id, fence, memo_key, seconds, log, outputs, equivalent, place)
        ), closed AS (
          UPDATE attempt a SET outcome = 'done', seconds = d.seconds, log = d.log, ended_at = now()
          FROM done d WHERE a.tenant_id = d.tenant_id AND a.work_id = d.work_id AND a.fence = d.fence
        ), ended AS (
          UPDATE work w SET state = 'done', failure = NULL
          FROM done d WHERE w.tenant_id = d.tenant_id AND w.id = d.work_id
        ), remembered AS (
          INSERT INTO memo (tenant_id, memo_key, outputs, work_id, equivalent)
          SELECT tenant_id, memo_key, outputs, work_id, equivalent FROM done WHERE outputs IS NOT NULL
          ON CONFLICT DO NOTHING
        )
        SELECT d.place, n.run_id, n.node
        FROM done d JOIN node_run n
          ON n.tenant_id = d.tenant_id AND n.work_id = d.work_id AND n.state = 'waiting'
        ORDER BY n.tenant_id, n.run_id, n.node
        """,
        row -> {
          Done done = dones.get(row.integer("place") - 1);
          return NodeEnd.succeeded(
              done.attempt().tenant(),
              row.id("run_id"),
              row.integer("node"),
              done.report().outputs(),
              done.equivalent());
        },
        columns(dones).toArray());
  }

  private static List<Object> columns(List<Done> dones) {
    List<Object> columns = new ArrayList<>();
    List<Function<Done, Object>> read =
        List.of(
            done -> done.attempt().tenant(),
            done -> done.attempt().work(),
            done -> done.attempt().fence(),
            done -> done.attempt().memoKey(),
            done -> done.report().seconds().json(),
            done -> done.report().log(),
            Done::plainOutputs,
            Done::equivalent);
    read.forEach(column -> columns.add(dones.stream().map(column).toList()));
    return columns;
  }
}
