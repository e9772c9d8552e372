package org.cinegraph.cli;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Interrupts;
import org.cinegraph.cli.client.Place;
import org.cinegraph.cli.client.Services;
import org.cinegraph.cli.client.Terminal;

/// The command with a control plane of canned answers, and what it wrote.
final class CommandFixture implements AutoCloseable {
  final CannedControl control = new CannedControl();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Server server;
  private final ManagedChannel channel;

  CommandFixture() {
    String name = UUID.randomUUID().toString();
    try {
      server = InProcessServerBuilder.forName(name).addService(control).build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    channel = InProcessChannelBuilder.forName(name).build();
  }

  /// @return the exit code
  int run(String... arguments) {
    out.reset();
    err.reset();
    Terminal terminal = new Terminal(stream(out), stream(err), false);
    return Main.commandLine(new InProcess(), terminal)
        .setOut(new java.io.PrintWriter(stream(out), true))
        .setErr(new java.io.PrintWriter(stream(err), true))
        .execute(arguments);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private final class InProcess implements Connect {
    @Override
    public Connection running(Place place) {
      return new Connection() {
        @Override
        public ControlClient control() {
          return ControlClient.over(channel, "token", "127.0.0.1:1");
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public Connection open(Place place, Services services, Interrupts interrupts) {
      return running(place);
    }
  }
}
