package org.cinegraph.cli.client;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;

/// Reaches a control plane at an address. Nothing is sent before the first call.
public final class Dial {
  private Dial() {}

  public static Connection to(String address, String token) {
    ManagedChannel channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
    return new Dialled(channel, ControlClient.over(channel, token, address));
  }

  private record Dialled(ManagedChannel channel, ControlClient control) implements Connection {
    @Override
    public void close() {
      channel.shutdownNow();
    }
  }
}
