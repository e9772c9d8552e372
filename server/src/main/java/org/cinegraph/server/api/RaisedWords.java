package org.cinegraph.server.api;

import java.util.Locale;
import java.util.Optional;
import org.cinegraph.db.work.WorkRequest;
import org.cinegraph.graph.declaration.Demand;

/// Says of a work that asks for more memory than its node type declares why it does.
final class RaisedWords {
  private static final double KIBI = 1024;

  private RaisedWords() {}

  /// Goes on after the reason for which it waits; empty: it asks for what was declared.
  static String of(Optional<WorkRequest> request) {
    return request
        .flatMap(WorkRequest::ranOutAt)
        .map(before -> "; " + words(before, request.orElseThrow().demand()))
        .orElse("");
  }

  private static String words(Demand before, Demand now) {
    boolean gpu = now.deviceMemoryBytes() > before.deviceMemoryBytes();
    long had = gpu ? before.deviceMemoryBytes() : before.hostMemoryBytes();
    long needs = gpu ? now.deviceMemoryBytes() : now.hostMemoryBytes();
    return "needs %s of %s memory since it ran out of memory%s"
        .formatted(written(needs), gpu ? "GPU" : "host", had == 0 ? "" : " at " + written(had));
  }

  private static String written(long bytes) {
    double mebibytes = bytes / KIBI / KIBI;
    return mebibytes < KIBI
        ? "%d MiB".formatted((long) Math.ceil(mebibytes))
        : String.format(Locale.ROOT, "%.1f GiB", mebibytes / KIBI).replace(".0 ", " ");
  }
}
