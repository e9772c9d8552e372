package org.cinegraph.workflows.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/// A process that starts a guarded child, says its number and waits to be killed.
public final class ChildProcessParent {
  private ChildProcessParent() {}

  /// @param arguments the child's log and its script
  public static void main(String[] arguments) throws InterruptedException {
    ChildCommand command =
        new ChildCommand(
            "child",
            List.of("sh", "-c", arguments[1]),
            new TreeMap<>(),
            Path.of(arguments[0]),
            "TERM",
            Duration.ofSeconds(2));
    System.out.println(ChildProcess.start(command).pid());
    Thread.currentThread().join();
  }
}
