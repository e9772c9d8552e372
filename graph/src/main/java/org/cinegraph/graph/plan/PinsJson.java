package org.cinegraph.graph.plan;

import java.util.TreeMap;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// The JSON form of pins, in stored plans.
final class PinsJson {
  private PinsJson() {}

  static Value write(Pins pins) {
    return new FieldWriter()
        .list("types", pins.types(), PinsJson::writeType)
        .map("modelPackages", pins.modelPackages(), PlanJson::writeDigest)
        .fields();
  }

  static Pins read(Value json) {
    FieldReader fields = FieldReader.of("pins", json);
    return new Pins(
        fields.list("types", PinsJson::readType),
        new TreeMap<>(
            fields.map(
                "modelPackages", digest -> new Digest(fields.asText("modelPackages", digest)))));
  }

  private static Value writeType(Pins.Type type) {
    return new FieldWriter()
        .text("type", type.type())
        .integer("version", type.version())
        .put("program", PlanJson.writeDigest(type.program()))
        .fields();
  }

  private static Pins.Type readType(Value json) {
    FieldReader fields = FieldReader.of("pinned type", json);
    return new Pins.Type(
        fields.text("type"), fields.number("version"), new Digest(fields.text("program")));
  }
}
