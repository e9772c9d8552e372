package org.cinegraph.bench.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.SavedCheckpoint;
import org.cinegraph.db.work.WorkRequest;

/// A work in the model of storage: one node of one run.
final class StoredWork {
  enum State {
    BLOCKED,
    QUEUED,
    LEASED,
    DONE,
    FAILED,
    STOPPED;

    boolean ended() {
      return this == DONE || this == FAILED || this == STOPPED;
    }
  }

  /// The one attempt without an outcome.
  record Open(LeaseKey lease, UUID worker) {}

  final UUID id;
  final int run;
  final WorkRequest request;
  final List<StoredWork> producers;
  final SequencedMap<LeaseKey, String> outcomes = new LinkedHashMap<>();
  State state = State.BLOCKED;
  Optional<Open> open = Optional.empty();
  Optional<SavedCheckpoint> checkpoint = Optional.empty();
  long fence;
  int attempts;
  int lost;
  long notBefore;
  long queuedNumber;
  boolean stopRequested;

  StoredWork(UUID id, int run, WorkRequest request, List<StoredWork> producers) {
    this.id = id;
    this.run = run;
    this.request = request;
    this.producers = producers;
  }

  boolean isReady() {
    return state == State.BLOCKED
        && producers.stream().allMatch(producer -> producer.state == State.DONE);
  }

  boolean isSkipped() {
    return state == State.BLOCKED
        && producers.stream()
            .anyMatch(producer -> producer.state.ended() && producer.state != State.DONE);
  }

  void close(String outcome) {
    open.ifPresent(attempt -> outcomes.put(attempt.lease(), outcome));
    open = Optional.empty();
  }
}
