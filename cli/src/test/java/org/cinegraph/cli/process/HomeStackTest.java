package org.cinegraph.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Place;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class HomeStackTest {
  @TempDir private Path folder;

  @Test
  void aHomeWithoutAStackIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> stack().running(place("--home", folder.toString())))
        .isInstanceOf(Refusal.class)
        .hasMessage("No control plane runs in " + folder + ": start one with `./cinegraph serve`.")
        .extracting(refusal -> ((Refusal) refusal).exitCode())
        .isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void aServerBeyondThisMachineIsRefused() {
    assertThatThrownBy(() -> stack().running(place("--server", "192.0.2.7:7420")))
        .isInstanceOf(Refusal.class)
        .hasMessage(
            "192.0.2.7:7420 is beyond this machine's loopback address; that is refused until calls"
                + " are really authenticated.");
  }

  @Test
  void anAddressWithoutAPortIsRefused() {
    assertThatThrownBy(() -> Loopback.require("localhost"))
        .isInstanceOf(Refusal.class)
        .hasMessage(
            "\"localhost\" is not an address: give a host and a port, such as 127.0.0.1:7233.");
  }

  @Test
  void aLoopbackAddressIsTaken() {
    assertThat(Loopback.require("localhost:7420")).isEqualTo("localhost:7420");
    assertThat(Loopback.require("127.0.0.1:7420")).isEqualTo("127.0.0.1:7420");
  }

  private static HomeStack stack() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new HomeStack(new Terminal(nowhere, nowhere, false));
  }

  private static Place place(String... arguments) {
    PlaceOnly command = new PlaceOnly();
    new CommandLine(command).parseArgs(arguments);
    return command.place;
  }

  /// A verb that takes a place and nothing else.
  @Command(name = "place")
  static final class PlaceOnly {
    @Mixin final Place place = new Place();
  }
}
