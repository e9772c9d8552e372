package org.cinegraph.db.run;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.PortValueJson;

/// Named port values as they lie in a column.
public final class OutputsJson {
  private static final String NAMED = "values";

  private OutputsJson() {}

  public static String write(SequencedMap<String, PortValue> values) {
    return CanonicalJson.write(new FieldWriter().map(NAMED, values, PortValueJson::write).fields());
  }

  public static SequencedMap<String, PortValue> read(String json) {
    return FieldReader.of("column of port values", CanonicalJson.parse(json))
        .map(NAMED, PortValueJson::read);
  }

  /// Every artifact among the values.
  public static List<ArtifactReference> artifacts(SequencedMap<String, PortValue> values) {
    List<ArtifactReference> found = new ArrayList<>();
    values.values().forEach(value -> collect(value, found));
    return found;
  }

  private static void collect(PortValue value, List<ArtifactReference> found) {
    switch (value) {
      case PortValue.Inline _ -> {}
      case PortValue.Artifact(ArtifactReference reference) -> found.add(reference);
      case PortValue.Many(List<PortValue> values) -> values.forEach(each -> collect(each, found));
    }
  }
}
