package org.cinegraph.server.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A client's connection to the door of a stack.
final class StackConnection implements AutoCloseable {
  private static final int LONGEST_STOP_MILLIS = 15_000;

  private final Socket socket;
  private final BufferedReader reader;
  private final CompletableFuture<String> lost = new CompletableFuture<>();
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private volatile boolean closing;

  private StackConnection(Socket socket, BufferedReader reader) {
    this.socket = socket;
    this.reader = reader;
  }

  /// Knocks; a door that nobody answers at is no connection.
  static Optional<StackConnection> join(int door, String token) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), door);
      socket.getOutputStream().write((token + "\n").getBytes(StandardCharsets.UTF_8));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      reader.mark(1);
      if (reader.read() < 0) {
        socket.close();
        return Optional.empty();
      }
      reader.reset();
      return Optional.of(new StackConnection(socket, reader));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Waits for the control plane's address, and goes on listening for notices after that.
  ///
  /// @throws StackException when the stack failed or went away
  String awaitReady(StackListener listener) {
    try {
      String line = reader.readLine();
      while (line != null) {
        String rest = line.substring(line.indexOf(' ') + 1);
        if (line.startsWith("ready ")) {
          Thread.ofVirtual().name("stack").start(() -> listen(listener));
          return rest;
        }
        failIfToldSo(line, rest, listener);
        tell(listener, line, rest);
        line = reader.readLine();
      }
    } catch (IOException e) {
      // The same as the end of the stream.
    }
    ended.complete(true);
    throw new StackException("The stack went away while it was being started.");
  }

  /// The stack is still there and stops: [#close] waits for its end.
  private void failIfToldSo(String line, String rest, StackListener listener) {
    boolean isUnreachable = line.startsWith("unreachable ");
    if (isUnreachable || line.startsWith("failed ")) {
      Thread.ofVirtual().name("stack").start(() -> listen(listener));
      throw isUnreachable ? new StackUnreachable(rest) : new StackException(rest);
    }
  }

  CompletableFuture<String> lost() {
    return lost;
  }

  /// Leaves the stack and returns at once; what it still says is read until it has ended.
  void leave() {
    closing = true;
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // The other side was faster.
    }
  }

  @Override
  public void close() {
    leave();
    try {
      ended.completeOnTimeout(false, LONGEST_STOP_MILLIS, TimeUnit.MILLISECONDS);
      ended.join();
      socket.close();
    } catch (IOException e) {
      // The other side was faster.
    }
  }

  private void listen(StackListener listener) {
    try {
      String line = reader.readLine();
      while (line != null) {
        String rest = line.substring(line.indexOf(' ') + 1);
        if (line.startsWith("failed ") || line.startsWith("unreachable ")) {
          lost.complete(rest);
        }
        tell(listener, line, rest);
        line = reader.readLine();
      }
    } catch (IOException e) {
      // The same as the end of the stream.
    }
    ended.complete(true);
    if (!closing) {
      lost.complete("The stack went away: its supervisor ended.");
    }
  }

  private static void tell(StackListener listener, String line, String rest) {
    if (line.startsWith("progress ")) {
      listener.progress(rest);
    }
    if (line.startsWith("notice ")) {
      listener.notice(rest);
    }
  }
}
