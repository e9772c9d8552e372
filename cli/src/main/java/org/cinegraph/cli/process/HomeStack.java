package org.cinegraph.cli.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Dial;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Interrupts;
import org.cinegraph.cli.client.Place;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.Services;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.server.stack.Home;
import org.cinegraph.server.stack.Stack;
import org.cinegraph.server.stack.StackAbandoned;
import org.cinegraph.server.stack.StackException;
import org.cinegraph.server.stack.StackOptions;
import org.cinegraph.server.stack.StackStart;
import org.cinegraph.server.stack.StackState;
import org.cinegraph.server.stack.StackUnreachable;

/// The ways to the control plane of a home: the one that runs there, or one that is started for
/// this command. A server given by its address comes before both.
public final class HomeStack implements Connect {
  private final Terminal terminal;

  public HomeStack(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Connection running(Place place) {
    Home home = home(place);
    String address =
        place
            .server()
            .map(Loopback::require)
            .or(() -> StackState.read(home).filter(StackState::isAlive).map(StackState::server))
            .filter(server -> !server.isEmpty())
            .orElseThrow(() ->
                new Refusal(
                    ExitCode.UNREACHABLE,
                    "No control plane runs in "
                        + home.folder()
                        + ": start one with `./cinegraph serve`."));
    return Dial.to(address, token(home));
  }

  @Override
  public Connection open(Place place, Services services, Interrupts interrupts) {
    List<Path> nodes = services.nodes();
    Optional<Dtype> dtype = services.dtype();
    if (place.server().isPresent()) {
      if (!nodes.isEmpty()) {
        throw Refusal.usage(
            "--nodes is for workers that this command starts, and with --server it starts none:"
                + " start `./cinegraph worker --nodes DIR` there.");
      }
      if (dtype.isPresent()) {
        throw Refusal.usage(
            "--dtype is for workers that this command starts, and with --server it starts none: let"
                + " the graph say dtype, or start `./cinegraph worker --dtype %s` there."
                    .formatted(dtype.get().written()));
      }
      return running(place);
    }
    Home home = home(place);
    StackOptions options =
        new StackOptions(
            home,
            root(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            services.temporal(),
            services.postgres(),
            true,
            1,
            StackOptions.USUAL_RESTARTS,
            nodes,
            dtype);
    Stack stack = open(options, terminal, interrupts);
    return new StackedConnection(stack, Dial.to(stack.serverAddress(), token(home)));
  }

  static Home home(Place place) {
    return place.home().map(Home::new).orElseGet(Home::locate);
  }

  /// @throws Refusal the stack cannot be had, or an interrupt gave it up
  static Stack open(StackOptions options, Terminal terminal, Interrupts interrupts) {
    StackStart start = new StackStart(options);
    interrupts.onFirst(start::abandon);
    try {
      return start.open(new TerminalListener(terminal));
    } catch (StackAbandoned e) {
      throw new Refusal(
          ExitCode.STOPPED, "Stopped before anything ran; what was started has ended.");
    } catch (StackUnreachable e) {
      throw new Refusal(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()));
    } catch (StackException | IllegalArgumentException e) {
      throw new Refusal(ExitCode.FAILED, String.valueOf(e.getMessage()));
    }
  }

  /// The built source tree that this command was started from.
  static Path root() {
    return Optional.ofNullable(System.getProperty("cinegraph.root"))
        .map(Path::of)
        .orElseThrow(
            () -> Refusal.usage("This verb works from a source tree: start it as ./cinegraph."));
  }

  private static String token(Home home) {
    return home.prepare().token();
  }

  private record StackedConnection(Stack stack, Connection connection) implements Connection {
    @Override
    public ControlClient control() {
      return connection.control();
    }

    @Override
    public Optional<String> lost() {
      return Optional.ofNullable(stack.lost().getNow(null));
    }

    @Override
    public void close() {
      connection.close();
      stack.close();
    }
  }
}
