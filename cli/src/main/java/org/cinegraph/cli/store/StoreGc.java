package org.cinegraph.cli.store;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.cinegraph.cli.client.ActOptions;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.proto.v1.CollectGarbageRequest;
import org.cinegraph.proto.v1.CollectGarbageResponse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `store gc`.
@Command(
    name = "gc",
    description =
        "Free artifacts to which nothing refers: the first time marks them, a time after the grace removes them")
final class StoreGc implements Callable<Integer> {
  private final Connect connect;
  private final Terminal terminal;

  @Option(names = "--dry-run", description = "Say what would go, and change nothing")
  private boolean dryRun;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "1h",
      converter = GraceConverter.class,
      description = "From the mark to the removal, for example 90m or 7d (default: 1h, the least)")
  private Duration grace = Duration.ofHours(1);

  @Option(
      names = "--memo-older-than",
      paramLabel = "TIME",
      converter = GraceConverter.class,
      description =
          "First forget results that were computed longer ago, for example 90d; runs that have them keep them")
  private @Nullable Duration memoAge;

  @Mixin private final ActOptions options = new ActOptions();

  StoreGc(Connect connect, Terminal terminal) {
    this.connect = connect;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (Connection connection = connect.running(options.place())) {
      CollectGarbageResponse result = collect(connection.control());
      if (options.json()) {
        terminal.out().println(CanonicalJson.write(fields(result).fields()));
      } else {
        print(result);
      }
      return ExitCode.OK.number();
    }
  }

  private CollectGarbageResponse collect(ControlClient control) {
    CollectGarbageRequest request =
        CollectGarbageRequest.newBuilder()
            .setDryRun(dryRun)
            .setGraceMs(grace.toMillis())
            .setMemoOlderThanMs(memoAge())
            .setWhy(options.why())
            .build();
    ProgressLine progress = new ProgressLine(terminal);
    return control.call(service -> {
      CollectGarbageResponse[] last = {CollectGarbageResponse.getDefaultInstance()};
      service
          .collectGarbage(request)
          .forEachRemaining(response -> {
            last[0] = response;
            progress.say("So far %s".formatted(Quantity.of(response.getFiles(), "file", "files")));
          });
      return last[0];
    });
  }

  /// 0: nothing is forgotten for its age.
  private long memoAge() {
    if (memoAge == null) {
      return 0;
    }
    if (memoAge.isZero()) {
      throw Refusal.usage("--memo-older-than must be at least 1ms, found 0.");
    }
    return memoAge.toMillis();
  }

  private void print(CollectGarbageResponse result) {
    String verb = dryRun ? "Would free" : "Freed";
    printForgottenResults(result);
    terminal
        .out()
        .println(
            "%s %s and %s"
                .formatted(
                    verb,
                    Quantity.of(result.getFiles(), "file of an artifact", "files of artifacts"),
                    Quantity.of(result.getLeftovers(), "leftover", "leftovers")));
    terminal
        .out()
        .println(
            "%s %s, to which nothing has referred for %s"
                .formatted(
                    dryRun ? "Would forget" : "Forgot",
                    Quantity.of(result.getRemoved(), "artifact", "artifacts"),
                    written(grace)));
    terminal
        .out()
        .println(
            "%s %s, to which nothing refers now; %s wait from before"
                .formatted(
                    dryRun ? "Would mark" : "Marked",
                    Quantity.of(result.getMarked(), "artifact", "artifacts"),
                    Quantity.of(result.getWaiting(), "artifact", "artifacts")));
    if (!dryRun && result.getMarked().getCount() + result.getWaiting().getCount() > 0) {
      terminal.out().println("What is marked goes with a gc %s later".formatted(written(grace)));
    }
  }

  private void printForgottenResults(CollectGarbageResponse result) {
    if (memoAge != null) {
      terminal
          .out()
          .println(
              "%s %d %s computed more than %s ago"
                  .formatted(
                      dryRun ? "Would forget" : "Forgot",
                      result.getResults(),
                      result.getResults() == 1 ? "result" : "results",
                      written(memoAge)));
    }
  }

  private FieldWriter fields(CollectGarbageResponse result) {
    return new FieldWriter()
        .flag("dryRun", dryRun)
        .integer("graceMs", grace.toMillis())
        .integer("memoOlderThanMs", memoAge())
        .integer("results", result.getResults())
        .put("files", Quantity.json(result.getFiles()))
        .put("leftovers", Quantity.json(result.getLeftovers()))
        .put("removed", Quantity.json(result.getRemoved()))
        .put("marked", Quantity.json(result.getMarked()))
        .put("waiting", Quantity.json(result.getWaiting()));
  }

  private static String written(Duration time) {
    if (time.toMinutes() == 0) {
      return time.toMillis() + " ms";
    }
    if (time.toMinutes() % 60 != 0) {
      return time.toMinutes() + " min";
    }
    return time.toHours() % 24 == 0 ? time.toDays() + " d" : time.toHours() + " h";
  }
}
