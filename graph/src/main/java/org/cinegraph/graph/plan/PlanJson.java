package org.cinegraph.graph.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.UnreadableJsonException;
import org.cinegraph.graph.value.Value;

/// The JSON form of a plan, as [PlanText] puts it together.
final class PlanJson {
  private PlanJson() {}

  /// All but the nodes.
  static Value writeHead(Plan plan) {
    return new FieldWriter()
        .text("graph", plan.graph())
        .text("graphVersion", plan.graphVersion().hex())
        .map("outputs", plan.outputs(), BindingJson::write)
        .list("openFanOuts", plan.openFanOuts(), id -> new Value.Int(id))
        .put("pins", PinsJson.write(plan.pins()))
        .fields();
  }

  static Value writeNodes(List<PlannedNode> nodes) {
    return new Value.Items(nodes.stream().map(PlanJson::writeNode).toList());
  }

  static List<PlannedNode> readNodes(Value json) {
    if (json instanceof Value.Items(List<Value> nodes)) {
      return nodes.stream().map(PlanJson::readNode).toList();
    }
    throw new UnreadableJsonException("The nodes of a plan must be a list");
  }

  /// A plan of the nodes that stand in the head, which are none where it has parts.
  static Plan readHead(Value json) {
    FieldReader fields = FieldReader.of("plan", json);
    return new Plan(
        fields.text("graph"),
        new Digest(fields.text("graphVersion")),
        listed(fields, "nodes", PlanJson::readNode),
        fields.map("outputs", BindingJson::read),
        fields.optional("openFanOuts").isPresent()
            ? fields.list("openFanOuts", PlanJson::readId)
            : List.of(),
        fields.optional("pins").map(PinsJson::read).orElse(Pins.NONE));
  }

  private static Value writeNode(PlannedNode node) {
    FieldWriter fields =
        new FieldWriter()
            .integer("id", node.id())
            .text("name", node.name())
            .text("kind", node.kind().written())
            .text("type", node.type())
            .integer("version", node.version())
            .text("program", node.programDigest().hex())
            .integer("segment", node.segment())
            .map("parameters", node.parameters(), value -> value)
            .map("boundParameters", node.boundParameters(), BindingJson::write)
            .map("inputs", node.inputs(), BindingJson::write)
            .map("modelPackages", node.modelPackages(), PlanJson::writeModel)
            .list("conditions", node.conditions(), BindingJson::write)
            .list("after", node.after(), id -> new Value.Int(id))
            .put("demand", DeclarationJson.writeDemand(node.demand()))
            .list("successors", node.successors(), id -> new Value.Int(id));
    ControlJson.write(fields, node.control());
    return fields
        .optional("salt", node.salt(), Value.Text::new)
        .optional("memoKey", node.memoKey(), PlanJson::writeDigest)
        .fields();
  }

  private static PlannedNode readNode(Value json) {
    FieldReader fields = FieldReader.of("planned node", json);
    return new PlannedNode(
        fields.number("id"),
        fields.text("name"),
        fields
            .optional("kind")
            .map(_ -> NodeKind.read(fields.text("kind")))
            .orElse(NodeKind.COMPUTE),
        fields.text("type"),
        fields.number("version"),
        new Digest(fields.text("program")),
        fields.number("segment"),
        fields.map("parameters", value -> value),
        fields.map("boundParameters", BindingJson::read),
        fields.map("inputs", BindingJson::read),
        fields.map("modelPackages", PlanJson::readModel),
        listed(fields, "conditions", BindingJson::readFromNode),
        listed(fields, "after", PlanJson::readId),
        DeclarationJson.readDemand(fields.value("demand")),
        ControlJson.read(fields),
        fields.optional("salt").map(salt -> fields.asText("salt", salt)),
        readDigest(fields, "memoKey"),
        fields.list("successors", PlanJson::readId));
  }

  /// Plans that were stored before the field was there have none.
  private static <T> List<T> listed(FieldReader fields, String name, Function<Value, T> read) {
    return fields.optional(name).isPresent() ? fields.list(name, read) : List.of();
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

  static Value writeDigest(Digest digest) {
    return new Value.Text(digest.hex());
  }

  static Optional<Digest> readDigest(FieldReader fields, String name) {
    return fields.optional(name).map(value -> new Digest(fields.asText(name, value)));
  }

  private static int readId(Value json) {
    if (json instanceof Value.Int(long id) && id == (int) id) {
      return (int) id;
    }
    throw new UnreadableJsonException("A node's id must be an integer");
  }
}
