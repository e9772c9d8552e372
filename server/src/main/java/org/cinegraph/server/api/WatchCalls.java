package org.cinegraph.server.api;

import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.cinegraph.proto.v1.WatchRunResponse;
import org.cinegraph.scheduler.progress.ProgressBoard;

/// Watching: every event of a run from a number on, then what follows, with the progress of its
/// nodes in between.
final class WatchCalls {
  private final RunCalls runCalls;
  private final RunFeeds feeds;
  private final ProgressBoard board;

  WatchCalls(RunCalls runCalls, RunFeeds feeds, ProgressBoard board) {
    this.runCalls = runCalls;
    this.feeds = feeds;
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
    try (RunFeeds.Hold held = feeds.open(run, out::wake);
        ProgressBoard.Subscription _ = board.subscribe(news)) {
      Optional<GroupNews> groups =
          request.getGroups() ? Optional.of(new GroupNews()) : Optional.empty();
      new WatchRun(
              held.feed(),
              request.getBatches(),
              groups,
              news,
              new WaitWords(),
              out,
              System::nanoTime)
          .follow(request.getFrom());
    }
  }
}
