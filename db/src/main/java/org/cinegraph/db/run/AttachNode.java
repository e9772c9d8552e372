package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.cinegraph.db.Channel;
import org.cinegraph.db.Sql;
import org.cinegraph.db.catalog.Catalogs;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.db.work.WorkRequest;
import org.cinegraph.db.work.WorkRequestJson;
import org.cinegraph.graph.check.SettleParameter;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.plan.Binding;
import org.cinegraph.graph.plan.MemoKey;
import org.cinegraph.graph.plan.NodeKind;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.plan.ResolveBinding;
import org.cinegraph.graph.plan.SettleNode;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// Joins a node whose inputs are all there to the one computation of its memo key: a result that is
/// remembered, a work that is open, or a new work.
final class AttachNode {
  /// What a graph that says nothing allows.
  private static final int ATTEMPTS = 3;

  private final Sql sql;

  AttachNode(Sql sql) {
    this.sql = sql;
  }

  /// @return the node's end, if a condition leaves it out, the memo has its result or a value does
  ///   not suit what it is given to; else it now waits: for a work, for a person, or for the plan
  ///   to grow
  Optional<NodeEnd> attach(UUID tenant, UUID run, PlannedNode node) throws SQLException {
    RunId id = new RunId(tenant, run);
    if (!node.conditions().isEmpty() && node.kind() != NodeKind.FAN_OUT) {
      Optional<NodeEnd> byCondition =
          new SettleNode(node, ProducerEnds.of(sql, id, node.predecessors()))
              .byCondition()
              .map(settled -> NodeEnds.of(id, node, settled, false));
      if (byCondition.isPresent()) {
        return byCondition;
      }
    }
    return switch (node.kind()) {
      case COMPUTE -> compute(tenant, run, node);
      case APPROVAL, FAN_OUT -> await(id, node);
      case VALUE, MERGE, COLLECT, LANE ->
          throw new IllegalArgumentException("Node " + node.name() + " waits for nobody");
    };
  }

  private Optional<NodeEnd> await(RunId id, PlannedNode node) throws SQLException {
    sql.update(
        "UPDATE node_run SET state = 'waiting' WHERE tenant_id = ? AND run_id = ? AND node = ?",
        id.tenant(),
        id.run(),
        node.id());
    Channel.WAITING.notify(sql, "");
    return Optional.empty();
  }

  private Optional<NodeEnd> compute(UUID tenant, UUID run, PlannedNode node) throws SQLException {
    SequencedMap<String, PortValue> values = values(new RunId(tenant, run), node);
    Optional<Failure> unsuited = settle(node, values);
    if (unsuited.isPresent()) {
      return Optional.of(NodeEnd.failed(tenant, run, node.id(), unsuited.get()));
    }
    return remembered(tenant, run, node, values)
        .map(hit -> NodeEnd.hit(tenant, run, node.id(), hit));
  }

  private Optional<Memo.Remembered> remembered(
      UUID tenant, UUID run, PlannedNode node, SequencedMap<String, PortValue> values)
      throws SQLException {
    Digest key = MemoKey.whenReady(node, values);
    Optional<Memo.Remembered> remembered = Memo.find(sql, tenant, key);
    Optional<UUID> work = Optional.empty();
    while (remembered.isEmpty() && work.isEmpty()) {
      work = openWork(tenant, run, node, key, values);
      if (work.isEmpty()) {
        remembered = Memo.find(sql, tenant, key);
      }
    }
    sql.update(
        """
        UPDATE node_run SET memo_key = ?, work_id = ?, state = CASE WHEN ? THEN 'waiting' ELSE state END
        WHERE tenant_id = ? AND run_id = ? AND node = ?
        """,
        key,
        work,
        work.isPresent(),
        tenant,
        run,
        node.id());
    return remembered;
  }

  /// The open work of the key; a new one if there is none. Empty: one ended this moment.
  private Optional<UUID> openWork(
      UUID tenant, UUID run, PlannedNode node, Digest key, SequencedMap<String, PortValue> values)
      throws SQLException {
    Optional<UUID> made =
        sql.row(
            """
            INSERT INTO work (tenant_id, id, memo_key, type, version, program_digest, request, state,
              priority, booked_run, paused)
            SELECT ?, uuidv7(), ?, ?, ?, ?, ?, 'queued', ? + priority, id, paused
            FROM run WHERE tenant_id = ? AND id = ?
            ON CONFLICT (tenant_id, memo_key) WHERE state IN ('queued', 'leased') DO NOTHING
            RETURNING id
            """,
            row -> row.id("id"),
            tenant,
            key,
            node.type(),
            node.version(),
            node.programDigest(),
            WorkRequestJson.write(request(node, values)),
            node.priority(),
            tenant,
            run);
    if (made.isPresent()
        && NodeOutputs.anyEquivalent(sql, new RunId(tenant, run), node.predecessors())) {
      sql.update(
          "UPDATE work SET equivalent = true WHERE tenant_id = ? AND id = ?", tenant, made.get());
    }
    return made.isPresent() ? made : join(tenant, run, node, key);
  }

  private Optional<UUID> join(UUID tenant, UUID run, PlannedNode node, Digest key)
      throws SQLException {
    return sql.row(
        """
        UPDATE work w SET priority = greatest(w.priority, r.priority + ?), stop_requested = false,
          paused = w.paused AND r.paused
        FROM run r WHERE w.tenant_id = ? AND w.memo_key = ? AND w.state IN ('queued', 'leased')
          AND r.tenant_id = w.tenant_id AND r.id = ?
        RETURNING w.id
        """,
        row -> row.id("id"),
        node.priority(),
        tenant,
        key,
        run);
  }

  private SequencedMap<String, PortValue> values(RunId id, PlannedNode node) throws SQLException {
    return values(node, NodeOutputs.of(sql, id, node.predecessors()));
  }

  /// What the producers made, by the port or parameter of this node that takes it.
  static SequencedMap<String, PortValue> values(
      PlannedNode node, SequencedMap<Integer, SequencedMap<String, PortValue>> outputs) {
    SequencedMap<String, PortValue> values = new TreeMap<>();
    node.takes()
        .forEach((port, binding) ->
            values.put(
                port,
                ResolveBinding.resolve(
                        binding,
                        from -> Optional.of(NodeOutputs.port(outputs, from.node(), from.port())))
                    .orElseThrow(() ->
                        new IllegalStateException(
                            port + " of node " + node.name() + " is no json"))));
    return values;
  }

  /// Puts what other nodes made into the form that the declaration wants, so that the key is that
  /// of the value which the executor sees.
  ///
  /// @return why a value cannot be taken
  Optional<Failure> settle(PlannedNode node, SequencedMap<String, PortValue> values)
      throws SQLException {
    boolean isPlain =
        node.boundParameters().isEmpty()
            && values.values().stream().allMatch(PortValue.Artifact.class::isInstance);
    if (isPlain) {
      return Optional.empty();
    }
    NodeDeclaration declaration =
        Catalogs.declaration(sql, node.type(), node.version(), node.programDigest());
    for (String name : List.copyOf(values.sequencedKeySet())) {
      PortValue made = taken(values, name);
      Optional<Parameter> parameter = declaration.parameter(name);
      SettleParameter.Outcome outcome =
          parameter.isPresent()
              ? SettleParameter.settle(node.name(), parameter.get(), made)
              : SettleParameter.settle(node.name(), declaration.input(name).orElseThrow(), made);
      switch (outcome) {
        case SettleParameter.Settled(PortValue value) -> values.put(name, value);
        case SettleParameter.Refused(Failure reason) -> {
          return Optional.of(reason);
        }
      }
    }
    return Optional.empty();
  }

  static WorkRequest request(PlannedNode node, SequencedMap<String, PortValue> values) {
    SequencedMap<String, Value> parameters = new LinkedHashMap<>(node.parameters());
    node.boundParameters()
        .keySet()
        .forEach(name -> parameters.put(name, inline(name, taken(values, name))));
    SequencedMap<String, PortValue> inputs = new LinkedHashMap<>();
    node.inputs()
        .forEach((port, binding) ->
            inputs.put(
                port,
                switch (binding) {
                  case Binding.Given(PortValue value) -> value;
                  case Binding.FromNode _, Binding.Listed _, Binding.Mapped _ ->
                      taken(values, port);
                }));
    return new WorkRequest(
        new Value.Fields(parameters),
        inputs,
        node.modelPackages(),
        node.demand(),
        node.control().timeout(),
        node.control().retry().orElse(ATTEMPTS));
  }

  private static PortValue taken(SequencedMap<String, PortValue> values, String port) {
    return Optional.ofNullable(values.get(port))
        .orElseThrow(() -> new IllegalStateException("Nothing was taken for " + port));
  }

  private static Value inline(String name, PortValue value) {
    return switch (value) {
      case PortValue.Inline(Value inline) -> inline;
      case PortValue.Artifact _, PortValue.Many _ ->
          throw new IllegalStateException("Parameter " + name + " must be inline");
    };
  }
}
