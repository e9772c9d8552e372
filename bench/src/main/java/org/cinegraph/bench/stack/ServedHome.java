package org.cinegraph.bench.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Dial;
import org.cinegraph.server.stack.FileTree;
import org.cinegraph.server.stack.Home;

/// `cinegraph serve` in an empty home of its own: Postgres, Temporal's real server, a control plane
/// and a worker as processes. The home is deleted when it is closed.
public final class ServedHome implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("Cinegraph serves at ([^;]+);.*");
  private static final long LONGEST_STOP_SECONDS = 30;

  private final Path folder;
  private final Process serve;
  private final Connection connection;

  private ServedHome(Path folder, Process serve, Connection connection) {
    this.folder = folder;
    this.serve = serve;
    this.connection = connection;
  }

  /// Returns when the control plane takes calls.
  ///
  /// @param root of the built source tree
  /// @throws IOException it did not start; what it said went to standard error
  public static ServedHome start(Path root) throws IOException {
    return start(root, List.of(), Map.of());
  }

  /// @param more arguments of `serve`
  /// @param environment what its processes get beside this one's
  public static ServedHome start(Path root, List<String> more, Map<String, String> environment)
      throws IOException {
    return start(root, Files.createTempDirectory("cinegraph-bench-"), more, environment);
  }

  /// @param folder the empty home
  public static ServedHome start(
      Path root, Path folder, List<String> more, Map<String, String> environment)
      throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                root.resolve("cinegraph").toString(),
                "serve",
                "--home",
                folder.toString(),
                "--port",
                Integer.toString(freePort())));
    line.addAll(more);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(environment);
    Process serve = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      String address = awaitAddress(serve);
      return new ServedHome(folder, serve, Dial.to(address, new Home(folder).token()));
    } catch (IOException e) {
      stop(serve);
      FileTree.delete(folder);
      throw e;
    }
  }

  public Home home() {
    return new Home(folder);
  }

  public ControlClient control() {
    return connection.control();
  }

  @Override
  public void close() throws IOException {
    connection.close();
    stop(serve);
    FileTree.delete(folder);
  }

  /// Not the usual port: other homes of this machine may be about to take it.
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String awaitAddress(Process serve) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(serve.getInputStream(), StandardCharsets.UTF_8));
    String line = reader.readLine();
    while (line != null) {
      Matcher ready = READY.matcher(line);
      if (ready.matches()) {
        return ready.group(1);
      }
      line = reader.readLine();
    }
    throw new IOException("`cinegraph serve` ended before it served.");
  }

  private static void stop(Process serve) {
    serve.destroy();
    try {
      if (!serve.waitFor(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
        serve.destroyForcibly();
      }
    } catch (InterruptedException e) {
      serve.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
