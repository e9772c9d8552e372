package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.TakeIn.Intake;
import org.cinegraph.db.run.TakeIn.NodeId;
import org.cinegraph.db.work.WorkRequestJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.plan.MemoKey;
import org.cinegraph.graph.plan.NodeKind;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.value.PortValue;

/// Queues the works of nodes that are ready, many in one statement. It is the usual case made
/// short: what the memo knows, what is computed already and what takes values for parameters or
/// something that is numerically equivalent only is left to [AttachNode].
final class QueueNodes {
  private final Sql sql;
  private final Plans plans;
  private final AdvanceRuns advance;

  QueueNodes(Sql sql, Plans plans, AdvanceRuns advance) {
    this.sql = sql;
    this.plans = plans;
    this.advance = advance;
  }

  /// Locks the nodes in the order of their ids, and lets the transaction commit asynchronously.
  ///
  /// @throws RunGone there is no such node
  List<TakenNode> lock(List<Intake> intakes) throws SQLException {
    List<PlannedNode> planned = new ArrayList<>();
    for (Intake intake : intakes) {
      planned.add(plans.of(sql, intake.tenant(), intake.run()).nodes().get(intake.node()));
    }
    List<TakenNode> taken =
        sql.rows(
            """
            SELECT q.place, r.epoch, n.state, n.open_inputs, p.producers, p.outputs, p.equivalent,
              set_config('synchronous_commit', 'off', true)
            FROM unnest(?::uuid[], ?::uuid[], ?::integer[], ?::text[])
              WITH ORDINALITY AS q (tenant_id, run_id, node, producers, place)
            JOIN run r ON r.tenant_id = q.tenant_id AND r.id = q.run_id
            JOIN node_run n
              ON n.tenant_id = q.tenant_id AND n.run_id = q.run_id AND n.node = q.node
            LEFT JOIN LATERAL (
              SELECT array_agg(p.node) AS producers, array_agg(p.outputs) AS outputs,
                bool_or(p.equivalent) AS equivalent
              FROM node_run p
              WHERE p.tenant_id = q.tenant_id AND p.run_id = q.run_id AND p.outputs IS NOT NULL
                AND p.node = ANY(string_to_array(q.producers, ',')::integer[])) p ON true
            ORDER BY n.tenant_id, n.run_id, n.node
            FOR UPDATE OF n
            """,
            row -> {
              int place = row.integer("place") - 1;
              return TakenNode.read(row, intakes.get(place), planned.get(place));
            },
            intakes.stream().map(Intake::tenant).toList(),
            intakes.stream().map(Intake::run).toList(),
            intakes.stream().map(Intake::node).toList(),
            planned.stream().map(QueueNodes::producers).toList());
    if (taken.size() != intakes.size()) {
      throw new RunGone("Nodes to be taken in are unknown, among " + intakes);
    }
    return taken;
  }

  /// @return those that are left
  List<TakenNode> queue(List<TakenNode> ready) throws SQLException {
    SequencedMap<List<Object>, Queued> firstOfKey = new LinkedHashMap<>();
    for (TakenNode node : ready) {
      if (!isUsual(node)) {
        continue;
      }
      Queued queued = Queued.of(node);
      firstOfKey.putIfAbsent(List.of(node.intake().tenant(), queued.key()), queued);
    }
    if (firstOfKey.isEmpty()) {
      return ready;
    }
    List<Queued> wanted = List.copyOf(firstOfKey.values());
    Set<NodeId> made = new LinkedHashSet<>();
    insert(wanted).forEach(queued -> made.add(queued.intake().id()));
    if (!made.isEmpty()) {
      advance.worksQueued();
    }
    return ready.stream().filter(node -> !made.contains(node.intake().id())).toList();
  }

  /// A worker computes it, from artifacts alone, whatever a branch says.
  private static boolean isUsual(TakenNode node) {
    PlannedNode planned = node.planned();
    return planned.kind() == NodeKind.COMPUTE
        && planned.boundParameters().isEmpty()
        && planned.conditions().isEmpty()
        && !node.equivalent()
        && node.values().values().stream().allMatch(PortValue.Artifact.class::isInstance);
  }

  private List<Queued> insert(List<Queued> wanted) throws SQLException {
    return sql.rows(
        """
        WITH q AS (
          SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::integer[], ?::bytea[], ?::text[],
              ?::integer[], ?::bytea[], ?::text[], ?::integer[], ?::text[], ?::text[], ?::text[])
            WITH ORDINALITY AS q (tenant_id, run_id, node, memo_key, type, version, program_digest,
              request, priority, workflow, workflow_run, activity, place)
        ), made AS (
          INSERT INTO work (tenant_id, id, memo_key, type, version, program_digest, request, state,
            priority, booked_run, paused)
          SELECT q.tenant_id, uuidv7(), q.memo_key, q.type, q.version, q.program_digest, q.request,
            'queued', q.priority + r.priority, r.id, r.paused
          FROM q JOIN run r ON r.tenant_id = q.tenant_id AND r.id = q.run_id
          WHERE NOT EXISTS (
            SELECT 1 FROM memo m WHERE m.tenant_id = q.tenant_id AND m.memo_key = q.memo_key)
          ORDER BY q.place
          ON CONFLICT (tenant_id, memo_key) WHERE state IN ('queued', 'leased') DO NOTHING
          RETURNING tenant_id, memo_key, id
        )
        UPDATE node_run n SET memo_key = q.memo_key, work_id = made.id, state = 'waiting',
          address_workflow = q.workflow, address_workflow_run = q.workflow_run,
          address_activity = q.activity
        FROM q JOIN made ON made.tenant_id = q.tenant_id AND made.memo_key = q.memo_key
        WHERE n.tenant_id = q.tenant_id AND n.run_id = q.run_id AND n.node = q.node
        RETURNING q.place
        """,
        row -> wanted.get(row.integer("place") - 1),
        columns(wanted).toArray());
  }

  private static List<Object> columns(List<Queued> wanted) {
    List<Function<Queued, Object>> read =
        List.of(
            queued -> queued.intake().tenant(),
            queued -> queued.intake().run(),
            queued -> queued.intake().node(),
            Queued::key,
            queued -> queued.node().planned().type(),
            queued -> queued.node().planned().version(),
            queued -> queued.node().planned().programDigest(),
            Queued::request,
            queued -> queued.node().planned().priority(),
            queued -> queued.intake().address().workflow(),
            queued -> queued.intake().address().workflowRun(),
            queued -> queued.intake().address().activity());
    List<Object> columns = new ArrayList<>();
    read.forEach(column -> columns.add(wanted.stream().map(column).toList()));
    return columns;
  }

  private static String producers(PlannedNode node) {
    return node.predecessors().stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /// A node with what its work would be.
  private record Queued(TakenNode node, Digest key, String request) {
    static Queued of(TakenNode node) {
      var values = node.values();
      return new Queued(
          node,
          MemoKey.whenReady(node.planned(), values),
          WorkRequestJson.write(AttachNode.request(node.planned(), values)));
    }

    Intake intake() {
      return node.intake();
    }
  }
}
