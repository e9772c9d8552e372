package org.cinegraph.cli.progress;

import java.time.Instant;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.proto.v1.RunEvent;

/// An event of a run for a script: one JSON object in one line.
public final class EventJson {
  private EventJson() {}

  public static String line(RunEvent event) {
    String body = event.getBodyJson().isEmpty() ? "{}" : event.getBodyJson();
    Instant at = Instant.ofEpochSecond(event.getAt().getSeconds(), event.getAt().getNanos());
    return CanonicalJson.write(
        new FieldWriter()
            .integer("number", event.getNumber())
            .text("type", event.getType())
            .text("node", event.getNode())
            .text("at", at.toString())
            .put("body", CanonicalJson.parse(body))
            .fields());
  }
}
