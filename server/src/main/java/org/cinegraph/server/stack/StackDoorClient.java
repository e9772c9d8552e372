package org.cinegraph.server.stack;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// One client of a stack, seen from the stack's side: it hears lines until it is hung up on.
final class StackDoorClient {
  private final Socket connection;

  StackDoorClient(Socket connection) {
    this.connection = connection;
  }

  void hear(String line) {
    try {
      connection.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Gone: the end of its connection is noticed by the thread that reads it.
    }
  }

  void hangUp() {
    try {
      connection.close();
    } catch (IOException e) {
      // Closed all the same.
    }
  }
}
