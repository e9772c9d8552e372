package org.cinegraph.workflows.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// Ports of the loopback address that nobody listens on.
public final class FreePorts {
  private FreePorts() {}

  /// So many different free ports. Another process may take one before it is used: whoever starts a
  /// server tries again.
  public static List<Integer> find(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
      for (ServerSocket socket : held) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on the loopback address", e);
    }
  }

  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /// The wanted port, or the next one above it that is free.
  public static int fromUpwards(int wanted) {
    for (int port = wanted; port < wanted + 1_000; port++) {
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + wanted + " to " + (wanted + 999));
  }
}
