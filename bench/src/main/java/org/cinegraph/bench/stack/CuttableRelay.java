package org.cinegraph.bench.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.cinegraph.workflows.server.Endpoint;

/// Stands between callers and a server, passes bytes on, and breaks every connection when told to.
public final class CuttableRelay implements AutoCloseable {
  private final Supplier<Endpoint> server;
  private final ServerSocket listening;
  private volatile boolean away;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private CuttableRelay(Supplier<Endpoint> server, ServerSocket listening) {
    this.server = server;
    this.listening = listening;
  }

  public static CuttableRelay start(Endpoint server) throws IOException {
    return start(() -> server);
  }

  /// @param server asked for each connection: where it listens may not be known yet
  public static CuttableRelay start(Supplier<Endpoint> server) throws IOException {
    CuttableRelay relay =
        new CuttableRelay(server, new ServerSocket(0, 64, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().name("relay").start(relay::accept);
    return relay;
  }

  public String address() {
    return Endpoint.local(listening.getLocalPort()).toString();
  }

  /// From now on nobody gets through, as if the server were gone; or they do again.
  public void away(boolean gone) {
    away = gone;
    if (gone) {
      cut();
    }
  }

  /// Breaks every connection; new ones may come at once.
  public void cut() {
    open.forEach(CuttableRelay::end);
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      // Nobody is let in either way.
    }
    cut();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket caller = listening.accept();
        Thread.startVirtualThread(() -> relay(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void relay(Socket caller) {
    open.add(caller);
    if (away) {
      end(caller);
      open.remove(caller);
      return;
    }
    Endpoint to = server.get();
    try (Socket called = new Socket(to.host(), to.port())) {
      open.add(called);
      Thread answers = Thread.startVirtualThread(() -> copy(called, caller));
      copy(caller, called);
      answers.join();
      open.remove(called);
    } catch (IOException refused) {
      // The caller sees a broken connection, as it would without the relay.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end(caller);
      open.remove(caller);
    }
  }

  private static void copy(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException broken) {
      // Both ends are closed by leaving.
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
