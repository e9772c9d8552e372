package org.cinegraph.server.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Under which account Postgres runs: it refuses root. For root it runs in a user namespace of its
/// own, where the kernel allows that; else as nobody, with the one capability that lets nobody pass
/// root's private folders.
///
/// @param prefix what stands before each of its commands
/// @param owner the numeric owner that its data folder must have
record PostgresAccount(List<String> prefix, int owner) {
  private static final int NOBODY = 65534;

  PostgresAccount {
    prefix = List.copyOf(prefix);
  }

  static PostgresAccount choose() {
    int user = userId();
    if (user != 0) {
      return new PostgresAccount(List.of(), user);
    }
    PostgresAccount namespace = new PostgresAccount(List.of("unshare", "-U"), 0);
    PostgresAccount nobody =
        new PostgresAccount(
            List.of(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "--inh-caps=+dac_override",
                "--ambient-caps=+dac_override"),
            NOBODY);
    return Stream.of(namespace, nobody)
        .filter(PostgresAccount::works)
        .findFirst()
        .orElseThrow(() ->
            new StackException(
                "Postgres does not run as root, and this kernel allows neither a user namespace"
                    + " nor another account: start Cinegraph as an ordinary user, or give a"
                    + " Postgres with --postgres."));
  }

  List<String> command(List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return List.copyOf(whole);
  }

  /// Gives the folder and all in it to the account.
  void own(Path folder) throws IOException {
    if (isOwnedBy(folder, owner)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.toList()) {
        Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static boolean isOwnedBy(Path folder, int owner) throws IOException {
    return Files.getAttribute(folder, "unix:uid").equals(owner);
  }

  private boolean works() {
    try {
      Process process =
          new ProcessBuilder(command(List.of("true")))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static int userId() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      throw new StackException("This process's account cannot be read from /proc.", e);
    }
  }
}
