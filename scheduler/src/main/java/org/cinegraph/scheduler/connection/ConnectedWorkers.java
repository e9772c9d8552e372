package org.cinegraph.scheduler.connection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The workers whose streams end in this process. The truth about who is connected; safe for any
/// number of threads.
public final class ConnectedWorkers {
  private final Map<UUID, WorkerSession> byId = new ConcurrentHashMap<>();

  public List<WorkerSession> sessions() {
    return List.copyOf(byId.values());
  }

  public Optional<WorkerSession> of(UUID worker) {
    return Optional.ofNullable(byId.get(worker));
  }

  /// Takes the stream in as that of its worker.
  void put(WorkerSession session) {
    byId.put(session.facts().id(), session);
  }

  /// Forgets the stream, unless another one of the same worker took its place.
  ///
  /// @return whether the worker has no stream now
  boolean remove(WorkerSession session) {
    return byId.remove(session.facts().id(), session);
  }
}
