package org.cinegraph.server.stack;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A running stack, as its clients hold it. While a client holds it, it runs; it ends with its last
/// client, in order when that one closes it and just as well when that one is killed.
public final class Stack implements AutoCloseable {
  private final StackOptions options;
  private final StackConnection connection;
  private final String server;

  Stack(StackOptions options, StackConnection connection, String server) {
    this.options = options;
    this.connection = connection;
    this.server = server;
  }

  /// Joins the home's running stack, or starts one, and returns when its control plane takes calls.
  ///
  /// @param listener hears what is started, and later what a person should know
  /// @throws StackException with a sentence for a person
  public static Stack open(StackOptions options, StackListener listener) {
    return new StackStart(options).open(listener);
  }

  /// Host and port of the control plane.
  public String serverAddress() {
    return server;
  }

  /// The file with the token that every call to it must carry.
  public Path tokenFile() {
    return options.home().tokenFile();
  }

  /// Who runs in it now, where that can be read.
  public Optional<StackState> state() {
    return StackState.read(options.home());
  }

  /// Completes with a sentence when the stack ends though this client still holds it: [#open] then
  /// makes another one.
  public CompletableFuture<String> lost() {
    return connection.lost();
  }

  /// Lets go of the stack. For its last client this returns when every process has ended, and else
  /// at once.
  @Override
  public void close() {
    connection.close();
  }
}
