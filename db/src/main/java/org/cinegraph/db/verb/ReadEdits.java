package org.cinegraph.db.verb;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.db.Sql;
import org.cinegraph.db.catalog.Catalogs;
import org.cinegraph.graph.check.CheckEdit;
import org.cinegraph.graph.check.CheckEdit.Fed;
import org.cinegraph.graph.check.SettleParameter;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.plan.ApprovalRequest;
import org.cinegraph.graph.plan.Binding;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.graph.value.function.ValueFunctions;

/// Reads what a person wants changed in what an approval shows, and holds it to the type of what
/// was shown and to the parameters that it goes to unchanged.
record ReadEdits(Sql sql, Plan plan, PlannedNode approval) {

  /// @param shown what the approval shows
  /// @param texts what is to be in the place of some of it, by name
  /// @throws VerbRefused the first that cannot be
  SequencedMap<String, PortValue> read(
      SequencedMap<String, PortValue> shown, SequencedMap<String, String> texts)
      throws SQLException {
    List<String> editable = ApprovalRequest.of(approval).edit();
    SequencedMap<String, PortValue> edits = new LinkedHashMap<>();
    for (var text : texts.entrySet()) {
      String name = text.getKey();
      PortValue before = shown.get(name);
      if (!editable.contains(name) || !(before instanceof PortValue.Inline(Value value))) {
        throw new VerbRefused(
            Failure.user(
                "not-editable",
                "%s of node %s cannot be edited; %s"
                    .formatted(
                        name,
                        approval.name(),
                        editable.isEmpty()
                            ? "nothing of it can, its graph names nothing under edit"
                            : "what can: " + String.join(", ", editable))));
      }
      switch (CheckEdit.read(approval.name(), name, value, text.getValue(), fed(name))) {
        case SettleParameter.Settled(PortValue settled) -> edits.put(name, settled);
        case SettleParameter.Refused(Failure failure) -> throw new VerbRefused(failure);
      }
    }
    return edits;
  }

  private List<Fed> fed(String name) throws SQLException {
    List<Fed> fed = new ArrayList<>();
    for (int successor : approval.successors()) {
      PlannedNode node = plan.nodes().get(successor);
      for (var bound : node.boundParameters().entrySet()) {
        if (bound.getValue() instanceof Binding.FromNode from
            && from.node() == approval.id()
            && from.port().equals(name)) {
          Optional<NodeDeclaration> declaration = declaration(node);
          declaration
              .flatMap(it -> it.parameter(bound.getKey()))
              .ifPresent(parameter -> fed.add(new Fed(node.name(), parameter)));
        }
      }
    }
    return fed;
  }

  private Optional<NodeDeclaration> declaration(PlannedNode node) throws SQLException {
    return switch (node.kind()) {
      case COMPUTE ->
          Optional.of(Catalogs.declaration(sql, node.type(), node.version(), node.programDigest()));
      case VALUE -> Optional.of(ValueFunctions.planned(node.type()).declaration());
      case MERGE, COLLECT, LANE, APPROVAL, FAN_OUT -> Optional.empty();
    };
  }
}
