package org.cinegraph.server.stack;

import java.util.Optional;

/// A client's way into a stack, which it may give up at any moment.
public final class StackStart {
  private final StackOptions options;
  private Optional<StackConnection> connection = Optional.empty();
  private boolean abandoned;
  private boolean over;

  public StackStart(StackOptions options) {
    this.options = options;
  }

  /// Joins the home's running stack, or starts one, and returns when its control plane takes calls.
  ///
  /// @param listener hears what is started, and later what a person should know
  /// @throws StackAbandoned after [#abandon], as soon as the stack has ended or goes on without
  ///   this client
  /// @throws StackException with a sentence for a person
  public Stack open(StackListener listener) {
    Home home = options.home().prepare();
    StackConnection joined = new StackOpening(home, options).connect();
    try {
      hold(joined);
      String server = joined.awaitReady(listener);
      end();
      StackState.read(home).ifPresent(state -> new StackAgreement(options).check(state));
      return new Stack(options, joined, server);
    } catch (StackException e) {
      joined.close();
      throw isAbandoned() ? new StackAbandoned() : e;
    }
  }

  /// Gives the stack up, from any thread: whoever waits in [#open] leaves it in order. Once the
  /// stack is there this does nothing.
  public synchronized void abandon() {
    if (!over) {
      abandoned = true;
      connection.ifPresent(StackConnection::leave);
    }
  }

  private synchronized void hold(StackConnection joined) {
    connection = Optional.of(joined);
    if (abandoned) {
      joined.leave();
    }
  }

  private synchronized void end() {
    over = true;
    if (abandoned) {
      throw new StackAbandoned();
    }
  }

  private synchronized boolean isAbandoned() {
    return abandoned;
  }
}
