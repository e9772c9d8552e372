package org.cinegraph.server.api;

import java.util.List;
import java.util.stream.Collectors;
import org.cinegraph.db.ApiKeys.Caller;
import org.cinegraph.db.catalog.CatalogRows;
import org.cinegraph.db.catalog.CatalogRows.WorkerRow;
import org.cinegraph.db.verb.DrainWorker;
import org.cinegraph.db.verb.Situation;
import org.cinegraph.db.work.RefusedType;
import org.cinegraph.proto.v1.DrainWorkerRequest;
import org.cinegraph.proto.v1.DrainWorkerResponse;
import org.cinegraph.proto.v1.WorkerSummary;
import org.cinegraph.scheduler.wire.WriteWire;

/// What a person does to a worker.
final class WorkerCalls {
  private final CatalogRows rows;
  private final DrainWorker drains;

  WorkerCalls(CatalogRows rows, DrainWorker drains) {
    this.rows = rows;
    this.drains = drains;
  }

  DrainWorkerResponse drain(Caller caller, DrainWorkerRequest request) {
    WorkerRow worker = find(request.getWorker());
    List<String> changed =
        drains.drain(VerbCalls.asking(caller, request.getWhy()), worker.id(), request.getUndo());
    WorkerRow now =
        rows.workers().stream()
            .filter(each -> each.id().equals(worker.id()))
            .findFirst()
            .orElse(worker);
    return DrainWorkerResponse.newBuilder().setWorker(summary(now)).addAllChanged(changed).build();
  }

  /// By id, else by name: the connected one, where an earlier process of the name is still known.
  private WorkerRow find(String written) {
    List<WorkerRow> known = rows.workers();
    List<WorkerRow> found =
        known.stream()
            .filter(worker -> worker.name().equals(written) || written(worker).equals(written))
            .toList();
    List<WorkerRow> connected = found.stream().filter(WorkerRow::connected).toList();
    if (connected.size() > 1) {
      throw RefusedCall.invalid(
          "worker-ambiguous",
          "%d connected workers are called %s; say which: %s"
              .formatted(
                  connected.size(),
                  written,
                  connected.stream().map(WorkerCalls::written).collect(Collectors.joining(", "))));
    }
    if (found.isEmpty()) {
      throw RefusedCall.notFound(
          "worker-unknown",
          "There is no worker %s; known are %s"
              .formatted(
                  written,
                  known.isEmpty()
                      ? "none"
                      : known.stream()
                          .map(WorkerRow::name)
                          .distinct()
                          .collect(Collectors.joining(", "))));
    }
    return connected.isEmpty() ? found.getFirst() : connected.getFirst();
  }

  private static String written(WorkerRow worker) {
    return worker.id().toString();
  }

  static WorkerSummary summary(WorkerRow worker) {
    return WorkerSummary.newBuilder()
        .setWorkerId(WriteWire.id(worker.id()))
        .setName(worker.name())
        .setProcessId(worker.processId())
        .setConnected(worker.connected())
        .setDrained(worker.drained())
        .addAllLabels(worker.labels())
        .addAllDevices(worker.devices())
        .addAllLeftOut(worker.refused().stream().map(RefusedType::words).toList())
        .addAllVerbsAllowed(WireRun.verbs(Situation.ofWorker(worker.connected(), worker.drained())))
        .build();
  }
}
