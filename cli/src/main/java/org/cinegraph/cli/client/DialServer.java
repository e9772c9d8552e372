package org.cinegraph.cli.client;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;

/// Reaches a control plane at the address that the user gave.
public final class DialServer implements Connect {
  @Override
  public Connection running(Place place) {
    return dial(place.server().orElseThrow(() -> Refusal.usage("No --server")), "");
  }

  @Override
  public Connection open(Place place, Services services) {
    return running(place);
  }

  public static Connection dial(String address, String token) {
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
