package org.cinegraph.server.stack;

import io.temporal.testserver.TestServer;

/// The process of Temporal's in-process test server: its history lasts as long as the process.
public final class TemporalTestServerMain {
  private TemporalTestServerMain() {}

  /// @param arguments the port to listen on
  public static void main(String[] arguments) throws InterruptedException {
    int port = Integer.parseInt(arguments[0]);
    try (TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port, true)) {
      System.out.println(server + " listens on port " + port);
      Thread.currentThread().join();
    }
  }
}
