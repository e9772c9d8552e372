package org.cinegraph.graph.plan;

import java.time.Duration;
import java.util.Locale;
import org.cinegraph.graph.document.Control;
import org.cinegraph.graph.document.Control.Cache;
import org.cinegraph.graph.document.Control.Needs;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// The JSON form of how a node is driven. What it needs of a worker stands in its demand.
final class ControlJson {
  private ControlJson() {}

  static void write(FieldWriter fields, Control control) {
    fields
        .integer("priority", control.priority())
        .optional("retry", control.retry(), retry -> new Value.Int(retry))
        .optional("timeout", control.timeout(), time -> new Value.Int(time.toSeconds()));
    if (control.cache() != Cache.USE) {
      fields.text("cache", control.cache().name().toLowerCase(Locale.ROOT));
    }
  }

  static Control read(FieldReader fields) {
    return new Control(
        fields.optional("retry").map(_ -> fields.number("retry")),
        fields.optional("timeout").map(_ -> Duration.ofSeconds(fields.integer("timeout"))),
        fields.number("priority"),
        fields
            .optional("cache")
            .map(_ -> Cache.valueOf(fields.text("cache").toUpperCase(Locale.ROOT)))
            .orElse(Cache.USE),
        false,
        Needs.NOTHING);
  }
}
