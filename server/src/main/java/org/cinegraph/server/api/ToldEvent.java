package org.cinegraph.server.api;

import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.run.Events.StoredEvent;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.RunEvent;
import org.cinegraph.proto.v1.WatchRunResponse;

/// An event as every watcher is told it, put together once.
///
/// @param work the work that now computes the event's node, where the event says so
/// @param last whether a run may end with it; one that is recovered goes on behind it
record ToldEvent(
    long number,
    String node,
    Optional<UUID> work,
    boolean last,
    RunEvent event,
    WatchRunResponse message) {

  static ToldEvent of(StoredEvent event) {
    String node = event.node().orElse("");
    RunEvent told =
        RunEvent.newBuilder()
            .setNumber(event.number())
            .setType(event.type())
            .setNode(node)
            .setBodyJson(event.body())
            .setAt(WireTime.of(event.at()))
            .build();
    boolean last =
        switch (event.type()) {
          case "run-succeeded", "run-failed", "run-stopped" -> true;
          default -> false;
        };
    return new ToldEvent(
        event.number(),
        node,
        work(event),
        last,
        told,
        WatchRunResponse.newBuilder().setEvent(told).build());
  }

  private static Optional<UUID> work(StoredEvent event) {
    if (!event.type().equals("node-started") || event.node().isEmpty()) {
      return Optional.empty();
    }
    FieldReader body = FieldReader.of("event", CanonicalJson.parse(event.body()));
    return body.optional("work").orElse(new Value.Nothing()) instanceof Value.Text(String work)
        ? Optional.of(UUID.fromString(work))
        : Optional.empty();
  }
}
