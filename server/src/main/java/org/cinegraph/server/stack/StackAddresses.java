package org.cinegraph.server.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.cinegraph.workflows.server.Endpoint;

/// Where the servers of a stack listen, all on the loopback address.
///
/// @param control the control plane's port
/// @param temporal Temporal's address
/// @param metrics where pages for Prometheus stand: that of the control plane, then one for each
///   worker; empty: nobody wants them
/// @param postgres the port of the embedded Postgres; without meaning where another one was given
record StackAddresses(int control, Endpoint temporal, List<Integer> metrics, int postgres) {
  StackAddresses {
    metrics = List.copyOf(metrics);
  }

  /// A port given by hand must be free; a default port gives way to the next free one, which is
  /// told.
  static StackAddresses choose(
      StackOptions options, TemporalChoice choice, PortChoice ports, Consumer<String> told) {
    int control =
        options.port().isPresent()
            ? ports.given("the control plane", options.port().getAsInt())
            : ports.orNextFree("the control plane", PortChoice.CONTROL, told);
    Endpoint temporal =
        switch (choice) {
          case TemporalChoice.Given(Endpoint address) -> address;
          case TemporalChoice.RealServer _ ->
              Endpoint.local(ports.orNextFree("Temporal", PortChoice.TEMPORAL, told));
          case TemporalChoice.TestServer _ -> Endpoint.local(ports.any());
        };
    int postgres =
        options.postgres().isPresent()
            ? PortChoice.POSTGRES
            : ports.orNextFree("Postgres", PortChoice.POSTGRES, told);
    return new StackAddresses(control, temporal, metrics(options, ports, told), postgres);
  }

  private static List<Integer> metrics(
      StackOptions options, PortChoice ports, Consumer<String> told) {
    List<Integer> chosen = new ArrayList<>();
    options
        .metrics()
        .ifPresent(first -> {
          chosen.add(
              first == StackOptions.USUAL_METRICS
                  ? ports.orNextFree("the page with the metrics", first, told)
                  : ports.given("the page with the metrics", first));
          while (chosen.size() <= options.workers()) {
            chosen.add(ports.orNextFree("a worker's metrics", chosen.getLast() + 1, _ -> {}));
          }
        });
    return chosen;
  }

  List<String> metricsPages() {
    return metrics.stream().map(port -> "http://" + Endpoint.local(port) + "/metrics").toList();
  }

  String server() {
    return Endpoint.local(control).toString();
  }
}
