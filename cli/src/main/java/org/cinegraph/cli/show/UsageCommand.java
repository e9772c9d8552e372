package org.cinegraph.cli.show;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.history.Seconds;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.ListUsageRequest;
import org.cinegraph.proto.v1.UsageBy;
import org.cinegraph.proto.v1.UsageSum;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `usage`: what attempts cost, in seconds of the workers.
@Command(name = "usage", description = "Add up what rendering cost, the largest first")
final class UsageCommand extends Verb {
  @Option(
      names = "--by",
      paramLabel = "WHAT",
      defaultValue = "run",
      description = "run, type, model or device (default: run)")
  private String by = "";

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Only attempts that ended since: 90s, 30m, 12h, 7d, 2026-01-31 or 2026-01-31T18:00:00")
  private String since = "";

  @Mixin private final Limit limit = new Limit();

  @Option(names = "--json", description = "Print a JSON list")
  private boolean json;

  UsageCommand(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    ListUsageRequest request = request(Instant.now());
    List<UsageSum> sums = control.call(service -> service.listUsage(request)).getSumsList();
    if (json) {
      print(new Value.Items(sums.stream().map(this::json).toList()));
    } else if (sums.isEmpty()) {
      print("Nothing was computed" + (since.isEmpty() ? " yet" : " since then"));
    } else {
      Table table =
          new Table(
              by.toUpperCase(Locale.ROOT), "ATTEMPTS", "SECONDS", "FETCH", "LOAD", "RUN", "STORE");
      sums.forEach(sum ->
          table.row(
              sum.getOf().isEmpty() ? "(none)" : sum.getOf(),
              String.valueOf(sum.getAttempts()),
              seconds(total(sum)),
              seconds(sum.getFetchSeconds()),
              seconds(sum.getLoadSeconds()),
              seconds(sum.getRunSeconds()),
              seconds(sum.getStoreSeconds())));
      print(table);
    }
    return ExitCode.OK;
  }

  private ListUsageRequest request(Instant now) {
    ListUsageRequest.Builder request =
        ListUsageRequest.newBuilder().setBy(by(by)).setPageSize(limit.number());
    if (!since.isEmpty()) {
      Instant time = RunsFilter.time(since, now);
      request.setSince(
          Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()));
    }
    return request.build();
  }

  private static UsageBy by(String written) {
    return switch (written) {
      case "run" -> UsageBy.USAGE_BY_RUN;
      case "type" -> UsageBy.USAGE_BY_TYPE;
      case "model" -> UsageBy.USAGE_BY_MODEL;
      case "device" -> UsageBy.USAGE_BY_DEVICE;
      default ->
          throw Refusal.usage(
              "--by must be run, type, model or device, found \"%s\"".formatted(written));
    };
  }

  private static double total(UsageSum sum) {
    return sum.getFetchSeconds()
        + sum.getLoadSeconds()
        + sum.getRunSeconds()
        + sum.getStoreSeconds();
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f", seconds);
  }

  private Value json(UsageSum sum) {
    return new FieldWriter()
        .text(by, sum.getOf())
        .integer("attempts", sum.getAttempts())
        .put("seconds", Seconds.of(total(sum)))
        .put("fetchSeconds", Seconds.of(sum.getFetchSeconds()))
        .put("loadSeconds", Seconds.of(sum.getLoadSeconds()))
        .put("runSeconds", Seconds.of(sum.getRunSeconds()))
        .put("storeSeconds", Seconds.of(sum.getStoreSeconds()))
        .fields();
  }
}
