package org.cinegraph.cli.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Place;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.server.stack.Home;
import org.cinegraph.server.stack.StackState;
import org.cinegraph.server.stack.WorkerLaunch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// `worker`: one more worker, in the foreground, for a control plane that runs already.
@Command(
    name = "worker",
    description = {
      "Start a worker for the control plane that runs in a home, or at --server",
      "--slots, --memory, --name, --label, --nodes and others are the worker's own: `worker --help` tells them."
    })
final class WorkerCommand implements Callable<Integer> {
  @Mixin private final Place place = new Place();

  @Unmatched private final List<String> rest = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    Home home = HomeStack.home(place).prepare();
    String server =
        place
            .server()
            .map(WorkerCommand::loopback)
            .or(() -> StackState.read(home).filter(StackState::isAlive).map(StackState::server))
            .orElseThrow(() ->
                new Refusal(
                    ExitCode.UNREACHABLE,
                    "No control plane runs in "
                        + home.folder()
                        + ": start one with `./cinegraph serve`, or name one with --server."));
    // The terminal's Ctrl-C reaches the worker too, which ends in order: this process waits for it.
    // It must not ignore the signal, for then the worker would inherit that.
    Optional<SignalHandler> before = Optional.ofNullable(Signal.handle(new Signal("INT"), _ -> {}));
    try {
      List<String> line = new WorkerLaunch(HomeStack.root(), home).line(server, rest);
      Process worker =
          new ProcessBuilder(line)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      Signal.handle(new Signal("TERM"), _ -> worker.destroy());
      return worker.waitFor();
    } catch (IOException e) {
      throw new Refusal(ExitCode.FAILED, "The worker could not be started: " + e + ".");
    } finally {
      before.ifPresent(handler -> Signal.handle(new Signal("INT"), handler));
    }
  }

  /// Several control planes are written with commas.
  private static String loopback(String servers) {
    return Stream.of(servers.split(",")).map(Loopback::require).collect(Collectors.joining(","));
  }
}
