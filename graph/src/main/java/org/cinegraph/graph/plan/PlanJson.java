package org.cinegraph.graph.plan;

import java.time.Duration;
import java.util.Optional;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.GraphNode;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.PortValueJson;
import org.cinegraph.graph.value.UnreadableJsonException;
import org.cinegraph.graph.value.Value;

/// The JSON form of a plan, as it is stored; a plan's digest is taken of it.
public final class PlanJson {
  private PlanJson() {}

  public static Value write(Plan plan) {
    return new FieldWriter()
        .text("graph", plan.graph())
        .text("graphVersion", plan.graphVersion().hex())
        .list("nodes", plan.nodes(), PlanJson::writeNode)
        .map("outputs", plan.outputs(), PlanJson::writeOutput)
        .fields();
  }

  public static Plan read(Value json) {
    FieldReader fields = FieldReader.of("plan", json);
    return new Plan(
        fields.text("graph"),
        new Digest(fields.text("graphVersion")),
        fields.list("nodes", PlanJson::readNode),
        fields.map("outputs", PlanJson::readOutput));
  }

  public static Value writeNode(PlannedNode node) {
    FieldWriter fields =
        new FieldWriter()
            .integer("id", node.id())
            .text("name", node.name())
            .text("type", node.type())
            .integer("version", node.version())
            .text("program", node.programDigest().hex())
            .integer("segment", node.segment())
            .map("parameters", node.parameters(), value -> value)
            .map("boundParameters", node.boundParameters(), PlanJson::writeBinding)
            .map("inputs", node.inputs(), PlanJson::writeBinding)
            .map("modelPackages", node.modelPackages(), PlanJson::writeModel)
            .put("demand", DeclarationJson.writeDemand(node.demand()))
            .integer("priority", node.priority())
            .list("successors", node.successors(), id -> new Value.Int(id));
    GraphNode.Control control = node.control();
    return fields
        .optional("retry", control.retry(), retry -> new Value.Int(retry))
        .optional("timeout", control.timeout(), time -> new Value.Int(time.toSeconds()))
        .optional("salt", node.salt(), Value.Text::new)
        .optional("memoKey", node.memoKey(), PlanJson::writeDigest)
        .fields();
  }

  public static PlannedNode readNode(Value json) {
    FieldReader fields = FieldReader.of("planned node", json);
    return new PlannedNode(
        fields.number("id"),
        fields.text("name"),
        fields.text("type"),
        fields.number("version"),
        new Digest(fields.text("program")),
        fields.number("segment"),
        fields.map("parameters", value -> value),
        fields.map("boundParameters", PlanJson::readFromNode),
        fields.map("inputs", PlanJson::readBinding),
        fields.map("modelPackages", PlanJson::readModel),
        DeclarationJson.readDemand(fields.value("demand")),
        readControl(fields),
        fields.optional("salt").map(salt -> fields.asText("salt", salt)),
        readDigest(fields, "memoKey"),
        fields.list("successors", PlanJson::readId));
  }

  private static GraphNode.Control readControl(FieldReader fields) {
    return new GraphNode.Control(
        fields.optional("retry").map(_ -> fields.number("retry")),
        fields.optional("timeout").map(_ -> Duration.ofSeconds(fields.integer("timeout"))),
        fields.number("priority"));
  }

  private static Value writeBinding(Binding binding) {
    return switch (binding) {
      case Binding.FromNode(int node, String port, Optional<Digest> key) ->
          new FieldWriter()
              .integer("node", node)
              .text("port", port)
              .optional("producerKey", key, PlanJson::writeDigest)
              .fields();
      case Binding.Given given ->
          new FieldWriter().put("given", PortValueJson.write(given.value())).fields();
    };
  }

  private static Binding readBinding(Value json) {
    FieldReader fields = FieldReader.of("binding", json);
    Optional<Value> given = fields.optional("given");
    return given.isPresent()
        ? new Binding.Given(PortValueJson.read(given.get()))
        : readFromNode(json);
  }

  private static Binding.FromNode readFromNode(Value json) {
    FieldReader fields = FieldReader.of("binding", json);
    return new Binding.FromNode(
        fields.number("node"), fields.text("port"), readDigest(fields, "producerKey"));
  }

  private static Value writeModel(ModelPackage model) {
    return new FieldWriter()
        .text("name", model.name())
        .text("digest", model.digest().hex())
        .fields();
  }

  private static ModelPackage readModel(Value json) {
    FieldReader fields = FieldReader.of("model package", json);
    return new ModelPackage(fields.text("name"), new Digest(fields.text("digest")));
  }

  private static Value writeOutput(Plan.Output output) {
    return new FieldWriter().integer("node", output.node()).text("port", output.port()).fields();
  }

  private static Plan.Output readOutput(Value json) {
    FieldReader fields = FieldReader.of("output", json);
    return new Plan.Output(fields.number("node"), fields.text("port"));
  }

  private static Value writeDigest(Digest digest) {
    return new Value.Text(digest.hex());
  }

  private static Optional<Digest> readDigest(FieldReader fields, String name) {
    return fields.optional(name).map(value -> new Digest(fields.asText(name, value)));
  }

  private static int readId(Value json) {
    if (json instanceof Value.Int(long id) && id == (int) id) {
      return (int) id;
    }
    throw new UnreadableJsonException("A node's id must be an integer");
  }
}
