package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.db.Row;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureJson;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// A node whose end was just written.
record EndedNode(
    UUID tenant,
    UUID run,
    int node,
    String name,
    NodeState state,
    Optional<SequencedMap<String, PortValue>> outputs,
    Optional<Failure> failure,
    Optional<Digest> memoKey,
    boolean reopened,
    boolean equivalent,
    Optional<Address> address) {

  static EndedNode read(Row row) throws SQLException {
    Optional<String> workflow = row.optionalText("address_workflow");
    return new EndedNode(
        row.id("tenant_id"),
        row.id("run_id"),
        row.integer("node"),
        row.text("name"),
        NodeState.read(row.text("state")),
        row.optionalText("outputs").map(OutputsJson::read),
        row.optionalText("failure").map(CanonicalJson::parse).map(FailureJson::read),
        row.optionalDigest("memo_key"),
        row.flag("reopened"),
        row.flag("equivalent"),
        workflow.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Address(
                    workflow.get(),
                    row.text("address_workflow_run"),
                    row.text("address_activity"))));
  }

  Value.Fields eventBody() {
    FieldWriter body = AdvanceRuns.body(failure, memoKey);
    if (equivalent) {
      body.flag("numerically_equivalent", true);
    }
    return body.fields();
  }
}
