package org.cinegraph.graph.plan;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.document.NodeForm;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// What a person is asked, as it stands in the parameters of a planned approval.
///
/// @param edit names of what is shown that the person may change
/// @param timeout how long it waits; absent: for ever
/// @param acceptedAtTimeout what happens then
public record ApprovalRequest(
    String question, List<String> edit, Optional<Duration> timeout, boolean acceptedAtTimeout) {
  public ApprovalRequest {
    requireNonNull(question, "question is null");
    edit = List.copyOf(edit);
    requireNonNull(timeout, "timeout is null");
  }

  static ApprovalRequest of(NodeForm.Approval approval) {
    return new ApprovalRequest(
        approval.question(), approval.edit(), approval.timeout(), approval.acceptedAtTimeout());
  }

  public static ApprovalRequest of(PlannedNode node) {
    FieldReader fields =
        FieldReader.of("approval", new Value.Fields(new LinkedHashMap<>(node.parameters())));
    return new ApprovalRequest(
        fields.text("question"),
        fields.list("edit", name -> fields.asText("edit", name)),
        fields.optional("timeout").map(_ -> Duration.ofSeconds(fields.integer("timeout"))),
        fields.flag("acceptedAtTimeout"));
  }

  SequencedMap<String, Value> settings() {
    return new FieldWriter()
        .text("question", question)
        .list("edit", edit, Value.Text::new)
        .optional("timeout", timeout, time -> new Value.Int(time.toSeconds()))
        .flag("acceptedAtTimeout", acceptedAtTimeout)
        .fields()
        .fields();
  }
}
