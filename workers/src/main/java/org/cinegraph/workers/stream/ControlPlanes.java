package org.cinegraph.workers.stream;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The control planes that a worker may turn to, as one channel: calls go to the one whose turn it
/// is. One of them leads and takes workers, the others send them on. Safe for any number of
/// threads.
public final class ControlPlanes extends Channel {
  private final List<ManagedChannel> all;
  private final AtomicInteger turn;

  /// @param all at least one; the first [#next] is the first of them
  public ControlPlanes(List<ManagedChannel> all) {
    if (all.isEmpty()) {
      throw new IllegalArgumentException("No control plane");
    }
    this.all = List.copyOf(all);
    this.turn = new AtomicInteger(all.size() - 1);
  }

  /// Calls go to the next one, after the last one to the first.
  public void next() {
    turn.updateAndGet(now -> (now + 1) % all.size());
    // Whoever calls waits by itself, for less than the minutes that a channel would.
    current().resetConnectBackoff();
  }

  /// Ends every channel within a moment.
  public void close() throws InterruptedException {
    all.forEach(ManagedChannel::shutdown);
    for (ManagedChannel channel : all) {
      channel.awaitTermination(2, TimeUnit.SECONDS);
    }
  }

  @Override
  public <A, B> ClientCall<A, B> newCall(MethodDescriptor<A, B> method, CallOptions options) {
    return current().newCall(method, options);
  }

  @Override
  public String authority() {
    return current().authority();
  }

  private ManagedChannel current() {
    return all.get(turn.get());
  }
}
