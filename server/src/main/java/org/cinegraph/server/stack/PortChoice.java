package org.cinegraph.server.stack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.cinegraph.workflows.server.FreePorts;

/// Which ports the servers of a stack listen on.
///
/// Seconds pass from the choice of a port to its server's first breath, and another home may choose
/// in them. So a chosen port is reserved by a lock on a file of the user's until this is closed;
/// the kernel takes the lock back from a process that is killed. Strangers know nothing of that:
/// what they take in between is found out when the server ends ([PortTaken]).
final class PortChoice implements AutoCloseable {
  static final int CONTROL = 7420;
  static final int TEMPORAL = 7233;
  static final int POSTGRES = 7432;
  static final int METRICS = 7520;

  /// How far above a default port is looked.
  private static final int SPAN = 1_000;

  private final Path folder;
  private final List<FileChannel> reserved = new ArrayList<>();

  private PortChoice(Path folder) {
    this.folder = folder;
  }

  /// Among all homes of this user, whatever caches they have: ports belong to the machine.
  static PortChoice amongHomes() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    return in(temporary.resolve("cinegraph-ports-" + System.getProperty("user.name")));
  }

  /// @param folder where those reserve that know of one another's choices
  static PortChoice in(Path folder) {
    try {
      Home.createPrivateFolder(folder);
      return new PortChoice(folder);
    } catch (IOException e) {
      throw new StackException("The folder " + folder + " cannot be made: " + e + ".", e);
    }
  }

  /// The default port or the next free one above it; another than the default is told.
  int orNextFree(String server, int wanted, Consumer<String> told) {
    for (int port = wanted; port < wanted + SPAN; port++) {
      if (reserve(port)) {
        if (port != wanted) {
          told.accept("Port " + wanted + " is taken; " + server + " listens on " + port + ".");
        }
        return port;
      }
    }
    throw new StackException(
        "No port from "
            + wanted
            + " to "
            + (wanted + SPAN - 1)
            + " is free for "
            + server
            + ": end what listens there.");
  }

  /// Some free port, for a server that nobody calls by a number he knows.
  int any() {
    while (true) {
      int port = FreePorts.find(1).getFirst();
      if (reserve(port)) {
        return port;
      }
    }
  }

  /// The port that a person gave.
  ///
  /// @throws StackException when somebody listens there, or is about to
  int given(String server, int port) {
    if (reserve(port)) {
      return port;
    }
    throw new StackException(
        "Port "
            + port
            + ", given for "
            + server
            + ", is taken"
            + owner(port).map(pid -> " by process " + pid).orElse("")
            + ": give another one or end that process.");
  }

  @Override
  public void close() {
    for (FileChannel channel : reserved) {
      close(channel);
    }
    reserved.clear();
  }

  /// The lock comes first: to try a port is to listen on it for a moment, which must not happen
  /// just when the one who reserved it begins to.
  private boolean reserve(int port) {
    try {
      FileChannel channel =
          FileChannel.open(
              file(port),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (tryLock(channel) && FreePorts.isFree(port)) {
        sign(channel);
        reserved.add(channel);
        return true;
      }
      channel.close();
      return false;
    } catch (IOException e) {
      throw new StackException("The port file " + file(port) + " cannot be used: " + e + ".", e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void sign(FileChannel channel) throws IOException {
    String name = Long.toString(ProcessHandle.current().pid());
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)));
  }

  /// Who listens on the port, or has reserved it and will.
  private Optional<Long> owner(int port) {
    return PortOwner.of(port).or(() -> signature(port));
  }

  private Optional<Long> signature(int port) {
    try {
      return Optional.of(Long.valueOf(Files.readString(file(port)).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private Path file(int port) {
    return folder.resolve(port + ".lock");
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StackException("A reserved port could not be given back: " + e + ".", e);
    }
  }
}
