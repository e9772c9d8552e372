package org.cinegraph.server.stack;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.cinegraph.workflows.server.Cache;

/// The process that holds a home's stack: detached from every terminal, it ends with its last
/// client. It reads its options from its standard input.
public final class SupervisorMain {
  /// Another supervisor has the home.
  static final int HOME_TAKEN = 75;

  private static final int FAILED = 1;

  /// How often a stack is begun anew because a stranger took one of its ports.
  private static final int TRIES = 5;

  /// How long a failed stack waits for its clients to hear of it.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private SupervisorMain() {}

  public static void main(String[] arguments) throws IOException {
    Properties properties = new Properties();
    properties.load(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.exit(run(StackOptions.parse(properties), Cache.folder()));
  }

  private static int run(StackOptions options, Path cache) throws IOException {
    Optional<HomeLock> lock = HomeLock.take(options.home());
    if (lock.isEmpty()) {
      return HOME_TAKEN;
    }
    try (HomeLock held = lock.get();
        StackDoor door = StackDoor.open(options.home().token(), System.out::println)) {
      new LastStack(options.home()).end();
      StackState.opening(door.port()).write(options.home());
      Optional<StackException> failure = new Holding(options, cache, door).untilTheEnd();
      if (failure.isEmpty()) {
        return 0;
      }
      door.deserted().completeOnTimeout(true, PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
      return FAILED;
    }
  }

  /// The stack from its start to its end.
  private static final class Holding {
    private final StackOptions options;
    private final Path cache;
    private final StackDoor door;
    private volatile Runnable stop = () -> {};
    private int tries;

    Holding(StackOptions options, Path cache, StackDoor door) {
      this.options = options;
      this.cache = cache;
      this.door = door;
    }

    /// Returns when the last client has left, or with what made the stack fail.
    Optional<StackException> untilTheEnd() {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop.run(), "stop"));
      Optional<StackException> failure = once();
      while (failure.filter(this::mayPass).isPresent()) {
        door.progress(failure.get().getMessage() + " Starting again with another one ...");
        failure = once();
      }
      return failure;
    }

    /// Clients that have the control plane's address cannot be given another one.
    private boolean mayPass(StackException failure) {
      return failure instanceof PortTaken
          && tries < TRIES
          && !door.isReady()
          && !door.deserted().isDone();
    }

    /// The clients hear of it before anything stops: else they would first miss what they call.
    private Optional<StackException> failed(StackException reason) {
      if (!mayPass(reason)) {
        door.failed(reason);
      }
      return Optional.of(reason);
    }

    private Optional<StackException> once() {
      tries++;
      try (PortChoice ports = PortChoice.amongHomes();
          EmbeddedStack stack = EmbeddedStack.start(options, cache, ports, door.port(), door)) {
        stop = stack::close;
        stack.ready().thenAccept(door::ready);
        CompletableFuture.anyOf(door.deserted(), stack.failure()).join();
        return stack.failure().isDone() ? failed(stack.failure().join()) : Optional.empty();
      } catch (StackException e) {
        return failed(e);
      } catch (IllegalArgumentException e) {
        return failed(new StackException(String.valueOf(e.getMessage()), e));
      }
    }
  }
}
