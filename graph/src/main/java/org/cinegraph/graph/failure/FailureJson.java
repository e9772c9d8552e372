package org.cinegraph.graph.failure;

import java.util.Arrays;
import java.util.Locale;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.UnreadableJsonException;
import org.cinegraph.graph.value.Value;

/// The JSON form of a failure; the category is written in lower case, as in SQL and metrics.
public final class FailureJson {
  private FailureJson() {}

  public static Value write(Failure failure) {
    return new FieldWriter()
        .text("code", failure.code())
        .text("category", failure.category().name().toLowerCase(Locale.ROOT))
        .text("message", failure.message())
        .fields();
  }

  public static Failure read(Value json) {
    FieldReader fields = FieldReader.of("failure", json);
    return new Failure(
        fields.text("code"), category(fields.text("category")), fields.text("message"));
  }

  private static FailureCategory category(String written) {
    return Arrays.stream(FailureCategory.values())
        .filter(category -> category.name().toLowerCase(Locale.ROOT).equals(written))
        .findFirst()
        .orElseThrow(() -> new UnreadableJsonException("No failure category " + written));
  }
}
