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
      String failure = hold(options, cache, door);
      if (failure.isEmpty()) {
        return 0;
      }
      door.failed(failure);
      door.deserted().completeOnTimeout(true, PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
      return FAILED;
    }
  }

  /// Returns when the last client has left, or with the sentence that says why the stack failed.
  private static String hold(StackOptions options, Path cache, StackDoor door) {
    try (EmbeddedStack stack = EmbeddedStack.start(options, cache, door.port(), door)) {
      Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop"));
      stack.ready().thenAccept(door::ready);
      CompletableFuture.anyOf(door.deserted(), stack.failure()).join();
      return stack.failure().getNow("");
    } catch (StackException | IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
