package org.cinegraph.db.work;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// What the time of an attempt went into.
public record Seconds(double fetch, double load, double run, double store) {
  public static final Seconds NONE = new Seconds(0, 0, 0, 0);

  /// As an attempt keeps them.
  public static Seconds read(String json) {
    FieldReader fields = FieldReader.of("seconds by phase", CanonicalJson.parse(json));
    return new Seconds(
        fields.decimal("fetch"),
        fields.decimal("load"),
        fields.decimal("run"),
        fields.decimal("store"));
  }

  String json() {
    return CanonicalJson.write(
        new FieldWriter()
            .put("fetch", new Value.Float(fetch))
            .put("load", new Value.Float(load))
            .put("run", new Value.Float(run))
            .put("store", new Value.Float(store))
            .fields());
  }

  /// In the order in which an attempt comes to them.
  public SequencedMap<String, Double> byPhase() {
    SequencedMap<String, Double> phases = new LinkedHashMap<>();
    phases.put("fetch", fetch);
    phases.put("load", load);
    phases.put("run", run);
    phases.put("store", store);
    return phases;
  }

  public Seconds plus(Seconds other) {
    return new Seconds(
        fetch + other.fetch, load + other.load, run + other.run, store + other.store);
  }

  public double total() {
    return fetch + load + run + store;
  }
}
