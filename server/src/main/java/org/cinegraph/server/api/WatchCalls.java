package org.cinegraph.server.api;

import io.grpc.stub.StreamObserver;
import java.util.UUID;
import org.cinegraph.db.Notifications;
import org.cinegraph.db.run.Events;
import org.cinegraph.db.run.NodeRuns;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.Runs;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.cinegraph.proto.v1.WatchRunResponse;
import org.cinegraph.scheduler.progress.ProgressBoard;

/// Watching: every event of a run from a number on, then what follows, with the progress of its
/// nodes in between.
final class WatchCalls {
  private final RunCalls runCalls;
  private final Runs runs;
  private final Events events;
  private final NodeRuns nodes;
  private final WireNodes wireNodes;
  private final RunWakes wakes;
  private final ProgressBoard board;

  WatchCalls(
      RunCalls runCalls,
      Runs runs,
      Events events,
      NodeRuns nodes,
      WireNodes wireNodes,
      RunWakes wakes,
      ProgressBoard board) {
    this.runCalls = runCalls;
    this.runs = runs;
    this.events = events;
    this.nodes = nodes;
    this.wireNodes = wireNodes;
    this.wakes = wakes;
    this.board = board;
  }

  void watch(UUID tenant, WatchRunRequest request, StreamObserver<WatchRunResponse> answer) {
    RunRow run = runCalls.find(tenant, request.getRunId());
    if (request.getFrom() < 1) {
      throw RefusedCall.invalid(
          "from", "from must be at least 1, found %d".formatted(request.getFrom()));
    }
    Outflow.serve(answer, out -> follow(run, request, out));
  }

  private void follow(RunRow run, WatchRunRequest request, Outflow<WatchRunResponse> out) {
    RunNews news = new RunNews(board, request.getPreviews(), out::wake);
    WaitWords waits = new WaitWords(nodes, wireNodes, run);
    try (Notifications.Subscription _ = wakes.listen(woken -> wake(run, woken, out));
        ProgressBoard.Subscription _ = board.subscribe(news)) {
      new WatchRun(run, runs, events, news, waits, out, System::nanoTime).follow(request.getFrom());
    }
  }

  private static void wake(RunRow run, String woken, Outflow<WatchRunResponse> out) {
    if (woken.isEmpty() || woken.equals(run.id().toString())) {
      out.wake();
    }
  }
}
