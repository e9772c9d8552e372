package org.cinegraph.workflows.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A host and a port that a server listens on.
public record Endpoint(String host, int port) {
  private static final int PATIENCE_MILLIS = 1_000;

  public Endpoint {
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not an address: " + host + ":" + port);
    }
  }

  /// Reads `host:port`.
  ///
  /// @throws IllegalArgumentException with a sentence for a person when the text is not of that
  ///   form
  public static Endpoint parse(String address) {
    int colon = address.lastIndexOf(':');
    try {
      return new Endpoint(
          address.substring(0, Math.max(colon, 0)), Integer.parseInt(address.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + address + "\" is not an address: give a host and a port, such as 127.0.0.1:7233.",
          e);
    }
  }

  public static Endpoint local(int port) {
    return new Endpoint("127.0.0.1", port);
  }

  /// Whether somebody takes a connection there now.
  public boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
