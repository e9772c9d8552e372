package org.cinegraph.scheduler.connection;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.OpenLease;
import org.cinegraph.db.work.RefusedType;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.Welcome;
import org.cinegraph.proto.v1.WorkerHello;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a worker in: stores what it said, finds out which of the leases that it holds are still
/// its own, and welcomes it.
final class Welcoming {
  private static final Logger LOG = LoggerFactory.getLogger(Welcoming.class);

  private final StreamParts parts;

  Welcoming(StreamParts parts) {
    this.parts = parts;
  }

  WorkerSession welcome(WorkerHello hello, StreamObserver<ConnectResponse> out) {
    WorkerFacts said = ReadHello.read(hello);
    List<RefusedType> refused = parts.store().hello(said.hello());
    WorkerFacts facts = said.without(refused);
    WorkerSession session = new WorkerSession(facts, out);
    session.drain(parts.store().drained().contains(facts.id()));
    List<LeaseName> ended = takeBack(session);
    closeEarlierStream(session);
    session.send(
        ConnectResponse.newBuilder()
            .setWelcome(
                Welcome.newBuilder()
                    .setLeaseTimeToLiveMs(parts.terms().timeToLive().toMillis())
                    .setRenewEveryMs(parts.terms().renewEvery().toMillis())
                    .setServer(parts.terms().server())
                    .addAllEnded(ended)
                    .addAllLeftOut(refused.stream().map(RefusedType::words).toList()))
            .build());
    parts.connected().put(session);
    parts.leader().capacityChanged();
    LOG.info(
        "worker=connected id={} name={} types={} held={} ended={}",
        facts.id(),
        facts.name(),
        facts.offers().size(),
        facts.held().size(),
        ended.size());
    for (RefusedType type : refused) {
      LOG.warn("worker=type-left-out name={} reason=\"{}\"", facts.name(), type.words());
    }
    return session;
  }

  /// @return those of the held leases that have ended, by the database
  private List<LeaseName> takeBack(WorkerSession session) {
    Map<LeaseKey, LeaseName> held = session.facts().held();
    if (held.isEmpty()) {
      return List.of();
    }
    Map<UUID, OpenLease> open =
        parts.store().openLeases(held.keySet().stream().map(LeaseKey::work).toList()).stream()
            .collect(Collectors.toMap(OpenLease::work, Function.identity()));
    List<LeaseName> ended = new ArrayList<>();
    held.forEach((key, name) -> {
      OpenLease lease = open.get(key.work());
      if (lease != null
          && session.facts().id().equals(lease.worker())
          && KnownLease.same(key(lease), key)) {
        session.know(key, name);
        parts.leases().renew(key);
      } else {
        ended.add(name);
      }
    });
    return ended;
  }

  private void closeEarlierStream(WorkerSession session) {
    parts
        .connected()
        .of(session.facts().id())
        .ifPresent(earlier -> {
          parts.connected().remove(earlier);
          earlier.close(
              Status.Code.ABORTED,
              Failure.user(
                  "stream-replaced",
                  "Worker " + session.facts().name() + " opened a newer stream"));
        });
  }

  static LeaseKey key(OpenLease lease) {
    return new LeaseKey(lease.work(), lease.fence(), lease.secretDigest());
  }
}
