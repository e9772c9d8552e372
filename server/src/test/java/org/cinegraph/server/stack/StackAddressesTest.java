package org.cinegraph.server.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.cinegraph.workflows.server.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackAddressesTest {
  @TempDir private Path folder;

  @Test
  void everyProcessThatTellsMetricsHasAPageOfItsOwn() {
    StackAddresses chosen = choose(OptionalInt.of(StackOptions.USUAL_METRICS));

    assertThat(chosen.metrics()).hasSize(3).doesNotHaveDuplicates().isSorted();
    assertThat(chosen.metricsPages())
        .hasSize(3)
        .allMatch(page -> page.matches("http://127\\.0\\.0\\.1:\\d+/metrics"));
  }

  @Test
  void nobodyTellsMetricsWhereNobodyWantsThem() {
    assertThat(choose(OptionalInt.empty()).metrics()).isEmpty();
  }

  @Test
  void aPortThatAPersonGaveMustBeFree() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> choose(OptionalInt.of(taken.getLocalPort())))
          .isInstanceOf(StackException.class)
          .hasMessageContaining("given for the page with the metrics, is taken");
    }
  }

  @Test
  void whoReadsTheStateOfAHomeFindsThePages() {
    Home home = new Home(folder.resolve("home")).prepare();
    StackAddresses chosen = choose(OptionalInt.of(StackOptions.USUAL_METRICS));
    StackState state =
        new StackState(
            ProcessIdentity.current(),
            1,
            chosen.server(),
            "127.0.0.1:2",
            "given",
            "given",
            chosen.metricsPages(),
            List.of(),
            Optional.empty(),
            new LinkedHashMap<>());
    state.write(home);

    assertThat(StackState.read(home)).contains(state);
  }

  private StackAddresses choose(OptionalInt metrics) {
    StackOptions options =
        new StackOptions(
            new Home(folder.resolve("home")),
            folder,
            OptionalInt.empty(),
            metrics,
            Optional.of("127.0.0.1:2"),
            Optional.of("jdbc:postgresql://127.0.0.1:3/none"),
            false,
            2,
            StackOptions.USUAL_RESTARTS);
    StackOptions heard = StackOptions.parse(options.toProperties());
    try (PortChoice ports = PortChoice.in(folder.resolve("ports"))) {
      return StackAddresses.choose(
          heard, new TemporalChoice.Given(Endpoint.parse("127.0.0.1:2")), ports, _ -> {});
    }
  }
}
