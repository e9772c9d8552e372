package org.cinegraph.db.work;

import java.time.Duration;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.plan.ModelPackage;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.PortValueJson;
import org.cinegraph.graph.value.Value;

/// How a request lies in its column.
public final class WorkRequestJson {
  private WorkRequestJson() {}

  public static String write(WorkRequest request) {
    return CanonicalJson.write(
        new FieldWriter()
            .put("parameters", request.parameters())
            .map("inputs", request.inputs(), PortValueJson::write)
            .map("models", request.models(), WorkRequestJson::pin)
            .put("demand", DeclarationJson.writeDemand(request.demand()))
            .optional("timeout_ms", request.timeout(), d -> new Value.Int(d.toMillis()))
            .integer("attempts_allowed", request.attemptsAllowed())
            .optional("ran_out_at", request.ranOutAt(), DeclarationJson::writeDemand)
            .fields());
  }

  public static WorkRequest read(String json) {
    FieldReader fields = FieldReader.of("work request", CanonicalJson.parse(json));
    return new WorkRequest(
        new Value.Fields(fields.map("parameters", value -> value)),
        fields.map("inputs", PortValueJson::read),
        fields.map("models", WorkRequestJson::pin),
        DeclarationJson.readDemand(fields.value("demand")),
        fields.optional("timeout_ms").map(_ -> Duration.ofMillis(fields.integer("timeout_ms"))),
        fields.number("attempts_allowed"),
        fields.optional("ran_out_at").map(DeclarationJson::readDemand));
  }

  private static Value pin(ModelPackage pin) {
    return new FieldWriter().text("name", pin.name()).text("digest", pin.digest().hex()).fields();
  }

  private static ModelPackage pin(Value json) {
    FieldReader fields = FieldReader.of("model pin", json);
    return new ModelPackage(fields.text("name"), new Digest(fields.text("digest")));
  }
}
