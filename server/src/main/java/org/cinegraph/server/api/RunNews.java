package org.cinegraph.server.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.cinegraph.proto.v1.NodePreview;
import org.cinegraph.proto.v1.NodeProgress;
import org.cinegraph.proto.v1.WatchRunResponse;
import org.cinegraph.scheduler.progress.ProgressBoard;
import org.cinegraph.scheduler.progress.WorkNews;

/// What is new of the works that a run waits for, between two looks of its watcher: of each work
/// the newest progress and the newest picture, so that it stays small however slow the client is.
///
/// Written by the scheduler's threads, drained by the watcher's.
final class RunNews implements Consumer<WorkNews> {
  private final ProgressBoard board;
  private final boolean previews;
  private final Runnable wake;
  private final Map<UUID, Set<String>> nodesOfWork = new LinkedHashMap<>();
  private final Map<UUID, WorkNews> progress = new LinkedHashMap<>();
  private final Map<UUID, WorkNews.Previewed> pictures = new LinkedHashMap<>();

  RunNews(ProgressBoard board, boolean previews, Runnable wake) {
    this.board = board;
    this.previews = previews;
    this.wake = wake;
  }

  @Override
  public void accept(WorkNews news) {
    if (keep(news)) {
      wake.run();
    }
  }

  /// Which work computes which node.
  void learn(UUID work, String node) {
    boolean isNew;
    synchronized (this) {
      isNew = nodesOfWork.computeIfAbsent(work, _ -> new TreeSet<>()).add(node);
    }
    if (isNew) {
      board.of(work).ifPresent(this::keep);
      board.preview(work).ifPresent(this::keep);
    }
  }

  /// What is new since the last call.
  synchronized List<WatchRunResponse> drain() {
    List<WatchRunResponse> drained = new ArrayList<>();
    progress.forEach((work, news) -> names(work).forEach(node -> drained.add(message(node, news))));
    pictures.forEach((work, news) -> names(work).forEach(node -> drained.add(message(node, news))));
    progress.clear();
    pictures.clear();
    return drained;
  }

  /// @return whether there was nothing new before: whoever drains has to be woken only then
  private synchronized boolean keep(WorkNews news) {
    if (!nodesOfWork.containsKey(news.work())) {
      return false;
    }
    boolean first = progress.isEmpty() && pictures.isEmpty();
    switch (news) {
      case WorkNews.Progressed progressed -> progress.put(news.work(), progressed);
      case WorkNews.Waits waits -> progress.put(news.work(), waits);
      case WorkNews.Previewed previewed -> {
        if (previews) {
          pictures.put(news.work(), previewed);
        }
      }
    }
    return first;
  }

  private Set<String> names(UUID work) {
    return nodesOfWork.getOrDefault(work, Set.of());
  }

  private static WatchRunResponse message(String node, WorkNews news) {
    WatchRunResponse.Builder message = WatchRunResponse.newBuilder();
    return switch (news) {
      case WorkNews.Progressed(UUID _, int step, int steps, String phase) ->
          message
              .setProgress(
                  NodeProgress.newBuilder()
                      .setNode(node)
                      .setStep(step)
                      .setSteps(steps)
                      .setPhase(phase))
              .build();
      case WorkNews.Waits waits ->
          message
              .setProgress(
                  NodeProgress.newBuilder().setNode(node).setWaitsFor(waits.reason().words()))
              .build();
      case WorkNews.Previewed previewed ->
          message
              .setPreview(
                  NodePreview.newBuilder()
                      .setNode(node)
                      .setMediaType(previewed.mediaType())
                      .setPicture(previewed.picture()))
              .build();
    };
  }
}
