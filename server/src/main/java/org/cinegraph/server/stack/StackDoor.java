package org.cinegraph.server.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Where the clients of a stack join it, on a loopback port, with the home's token as their first
/// line.
///
/// A client is its connection: when its process ends, however that happens, the kernel closes the
/// connection. When the last client has gone, or none came, the door is shut for good and
/// [#deserted] completes.
///
/// It sends lines: `progress`, `notice`, `failed` or `unreachable` with a sentence, `ready` with
/// the control plane's address.
final class StackDoor implements StackListener, AutoCloseable {
  private static final Duration FIRST_CLIENT = Duration.ofSeconds(20);
  private static final int GREETING_MILLIS = 5_000;

  private final ServerSocket socket;
  private final byte[] token;
  private final Consumer<String> log;
  private final List<StackDoorClient> clients = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final CompletableFuture<Boolean> deserted = new CompletableFuture<>();
  private boolean ready;
  private boolean shut;

  private StackDoor(ServerSocket socket, String token, Consumer<String> log) {
    this.log = log;
    this.socket = socket;
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  static StackDoor open(String token, Consumer<String> log) throws IOException {
    StackDoor door =
        new StackDoor(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), token, log);
    Thread.ofVirtual().name("door").start(door::takeClients);
    CompletableFuture.delayedExecutor(FIRST_CLIENT.toMillis(), TimeUnit.MILLISECONDS)
        .execute(door::shutWhereEmpty);
    return door;
  }

  int port() {
    return socket.getLocalPort();
  }

  CompletableFuture<Boolean> deserted() {
    return deserted;
  }

  @Override
  public void progress(String sentence) {
    say("progress " + sentence);
  }

  @Override
  public void notice(String sentence) {
    say("notice " + sentence);
  }

  void failed(StackException reason) {
    String verb =
        switch (reason) {
          case StackUnreachable _ -> "unreachable ";
          case StackException _ -> "failed ";
        };
    say(verb + reason.getMessage());
  }

  /// From now on those who join hear this alone, nothing of how it came about and no notice of what
  /// befell the stack before they came.
  void ready(String server) {
    synchronized (clients) {
      ready = true;
      said.clear();
      say("ready " + server);
    }
  }

  boolean isReady() {
    synchronized (clients) {
      return ready;
    }
  }

  /// Lets nobody in any more; those inside stay until [#close].
  void shut() {
    synchronized (clients) {
      shut = true;
      deserted.complete(true);
    }
  }

  /// Ends every connection; to a client that is the sign that the stack has stopped.
  @Override
  public void close() {
    shut();
    synchronized (clients) {
      clients.forEach(StackDoorClient::hangUp);
    }
    try {
      socket.close();
    } catch (IOException e) {
      throw new StackException("The stack's door could not be closed.", e);
    }
  }

  private void say(String line) {
    String oneLine = line.replace('\n', ' ');
    synchronized (clients) {
      log.accept(oneLine);
      if (!(ready && oneLine.startsWith("notice "))) {
        said.add(oneLine);
      }
      clients.forEach(client -> client.hear(oneLine));
    }
  }

  private void takeClients() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.startVirtualThread(() -> serve(connection));
      } catch (IOException e) {
        // Closed: nobody comes any more.
      }
    }
  }

  private void serve(Socket connection) {
    StackDoorClient client = new StackDoorClient(connection);
    try {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
      connection.setSoTimeout(GREETING_MILLIS);
      byte[] greeting = String.valueOf(reader.readLine()).getBytes(StandardCharsets.UTF_8);
      connection.setSoTimeout(0);
      if (MessageDigest.isEqual(token, greeting) && letIn(client)) {
        awaitEnd(reader);
        leave(client);
      } else {
        client.hangUp();
      }
    } catch (IOException e) {
      client.hangUp();
    }
  }

  private boolean letIn(StackDoorClient client) {
    synchronized (clients) {
      if (shut) {
        return false;
      }
      clients.add(client);
      said.forEach(client::hear);
      return true;
    }
  }

  private static void awaitEnd(BufferedReader reader) {
    try {
      while (reader.readLine() != null) {
        // Clients have nothing to say.
      }
    } catch (IOException e) {
      // A connection that broke has ended.
    }
  }

  /// The last one waits until the stack has stopped: its connection stays open till then.
  private void leave(StackDoorClient client) {
    synchronized (clients) {
      if (clients.size() > 1) {
        clients.remove(client);
        client.hangUp();
      } else {
        shut();
      }
    }
  }

  private void shutWhereEmpty() {
    synchronized (clients) {
      if (clients.isEmpty()) {
        shut();
      }
    }
  }
}
