package org.cinegraph.cli.progress;

import java.util.Optional;
import java.util.OptionalLong;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.RunEvent;

/// What an event says beside its type. Reads leniently: a newer server may say more, an older one
/// less.
final class EventBody {
  private final FieldReader fields;

  private EventBody(FieldReader fields) {
    this.fields = fields;
  }

  static EventBody of(RunEvent event) {
    String json = event.getBodyJson().isEmpty() ? "{}" : event.getBodyJson();
    return new EventBody(
        FieldReader.of("body of event " + event.getType(), CanonicalJson.parse(json)));
  }

  Optional<String> text(String name) {
    return fields.optional(name).flatMap(EventBody::asText);
  }

  OptionalLong integer(String name) {
    return fields.optional(name).orElse(new Value.Nothing()) instanceof Value.Int(long number)
        ? OptionalLong.of(number)
        : OptionalLong.empty();
  }

  /// The sentence of the failure that the event names.
  Optional<String> failure() {
    return fields
        .optional("failure")
        .flatMap(failure -> FieldReader.of("failure", failure).optional("message"))
        .flatMap(EventBody::asText);
  }

  private static Optional<String> asText(Value value) {
    return value instanceof Value.Text(String text) ? Optional.of(text) : Optional.empty();
  }
}
