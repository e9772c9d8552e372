package org.cinegraph.cli.progress;

import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.RunEvent;

/// What an event says beside its type. Reads leniently: a newer server may say more, an older one
/// less.
public final class EventBody {
  private final FieldReader fields;

  private EventBody(FieldReader fields) {
    this.fields = fields;
  }

  public static EventBody of(RunEvent event) {
    String json = event.getBodyJson().isEmpty() ? "{}" : event.getBodyJson();
    return new EventBody(
        FieldReader.of("body of event " + event.getType(), CanonicalJson.parse(json)));
  }

  public Optional<String> text(String name) {
    return fields.optional(name).flatMap(EventBody::asText);
  }

  public List<String> texts(String name) {
    return fields.optional(name).orElse(new Value.Nothing()) instanceof Value.Items(List<Value> all)
        ? all.stream().flatMap(value -> asText(value).stream()).toList()
        : List.of();
  }

  public Optional<Long> number(String name) {
    return fields.optional(name).orElse(new Value.Nothing()) instanceof Value.Int(long number)
        ? Optional.of(number)
        : Optional.empty();
  }

  public boolean has(String name) {
    return fields.optional(name).isPresent();
  }

  public boolean flag(String name) {
    return fields.optional(name).orElse(new Value.Nothing()) instanceof Value.Bool(boolean flag)
        && flag;
  }

  /// The sentence of the failure that the event names.
  public Optional<String> failure() {
    return fields
        .optional("failure")
        .flatMap(failure -> FieldReader.of("failure", failure).optional("message"))
        .flatMap(EventBody::asText);
  }

  private static Optional<String> asText(Value value) {
    return value instanceof Value.Text(String text) ? Optional.of(text) : Optional.empty();
  }
}
