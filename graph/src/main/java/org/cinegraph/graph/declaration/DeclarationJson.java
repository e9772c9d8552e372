package org.cinegraph.graph.declaration;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.type.PortTypes;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.UnreadableJsonException;
import org.cinegraph.graph.value.Value;

/// The JSON form of a declaration: what a worker publishes and the catalog stores. Its digest tells
/// whether a published (type, version) was changed behind the version's back.
public final class DeclarationJson {
  private DeclarationJson() {}

  public static Value write(NodeDeclaration declaration) {
    return new FieldWriter()
        .text("type", declaration.type())
        .integer("version", declaration.version())
        .text("title", declaration.title())
        .text("documentation", declaration.documentation())
        .list("inputs", declaration.inputs(), DeclarationJson::writeInput)
        .list("parameters", declaration.parameters(), DeclarationJson::writeParameter)
        .list("outputs", declaration.outputs(), DeclarationJson::writeOutput)
        .put("demand", writeDemand(declaration.demand()))
        .text("example", declaration.example())
        .fields();
  }

  public static NodeDeclaration read(Value json) {
    FieldReader fields = FieldReader.of("declaration", json);
    return new NodeDeclaration(
        fields.text("type"),
        fields.number("version"),
        fields.text("title"),
        fields.text("documentation"),
        fields.list("inputs", DeclarationJson::readInput),
        fields.list("parameters", DeclarationJson::readParameter),
        fields.list("outputs", DeclarationJson::readOutput),
        readDemand(fields.value("demand")),
        fields.text("example"));
  }

  public static Digest digest(NodeDeclaration declaration) {
    return CanonicalJson.digest(write(declaration));
  }

  public static Value writeDemand(Demand demand) {
    FieldWriter fields = new FieldWriter();
    if (!demand.labels().isEmpty()) {
      fields.list("labels", List.copyOf(demand.labels()), Value.Text::new);
    }
    demand.growth().ifPresent(growth -> fields.put("growth", writeGrowth(growth)));
    return fields
        .text("device", demand.device().name().toLowerCase(Locale.ROOT))
        .integer("deviceMemoryBytes", demand.deviceMemoryBytes())
        .integer("hostMemoryBytes", demand.hostMemoryBytes())
        .flag("preemptible", demand.preemptible())
        .fields();
  }

  public static Demand readDemand(Value json) {
    FieldReader fields = FieldReader.of("demand", json);
    return new Demand(
        device(fields.text("device")),
        fields.integer("deviceMemoryBytes"),
        fields.integer("hostMemoryBytes"),
        fields.flag("preemptible"),
        fields.optional("labels").isPresent()
            ? new TreeSet<>(fields.list("labels", label -> fields.asText("labels", label)))
            : Collections.emptySortedSet(),
        fields.optional("growth").map(DeclarationJson::readGrowth));
  }

  private static Value writeGrowth(Demand.Growth growth) {
    return new FieldWriter()
        .integer("bytes", growth.bytes())
        .list("factors", growth.factors(), Value.Text::new)
        .fields();
  }

  private static Demand.Growth readGrowth(Value json) {
    FieldReader fields = FieldReader.of("growth", json);
    return new Demand.Growth(
        fields.integer("bytes"),
        fields.list("factors", factor -> fields.asText("factors", factor)));
  }

  private static Demand.DeviceClass device(String written) {
    return Arrays.stream(Demand.DeviceClass.values())
        .filter(device -> device.name().toLowerCase(Locale.ROOT).equals(written))
        .findFirst()
        .orElseThrow(() -> new UnreadableJsonException("No device class " + written));
  }

  private static Value writeInput(InputPort port) {
    return new FieldWriter()
        .text("name", port.name())
        .text("type", port.type().written())
        .flag("required", port.required())
        .text("text", port.text())
        .fields();
  }

  private static InputPort readInput(Value json) {
    FieldReader fields = FieldReader.of("input port", json);
    return new InputPort(
        fields.text("name"), type(fields), fields.flag("required"), fields.text("text"));
  }

  private static Value writeParameter(Parameter parameter) {
    return new FieldWriter()
        .text("name", parameter.name())
        .text("type", parameter.type().written())
        .optional("fallback", parameter.fallback(), fallback -> fallback)
        .optional("range", parameter.range(), DeclarationJson::writeRange)
        .text("text", parameter.text())
        .fields();
  }

  private static Parameter readParameter(Value json) {
    FieldReader fields = FieldReader.of("parameter", json);
    return new Parameter(
        fields.text("name"),
        type(fields),
        Optional.ofNullable(fields.fields().get("fallback")),
        fields.optional("range").map(DeclarationJson::readRange),
        fields.text("text"));
  }

  private static Value writeRange(Parameter.Range range) {
    return new FieldWriter()
        .put("least", new Value.Float(range.least()))
        .put("most", new Value.Float(range.most()))
        .fields();
  }

  private static Parameter.Range readRange(Value json) {
    FieldReader fields = FieldReader.of("range", json);
    return new Parameter.Range(fields.decimal("least"), fields.decimal("most"));
  }

  private static Value writeOutput(OutputPort port) {
    return new FieldWriter()
        .text("name", port.name())
        .text("type", port.type().written())
        .text("text", port.text())
        .fields();
  }

  private static OutputPort readOutput(Value json) {
    FieldReader fields = FieldReader.of("output port", json);
    return new OutputPort(fields.text("name"), type(fields), fields.text("text"));
  }

  private static PortType type(FieldReader fields) {
    String written = fields.text("type");
    return PortTypes.findOfLanguage(written)
        .orElseThrow(() -> new UnreadableJsonException("No port type is written " + written));
  }
}
