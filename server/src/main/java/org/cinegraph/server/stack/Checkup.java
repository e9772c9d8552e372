package org.cinegraph.server.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cinegraph.workflows.server.Cache;
import org.cinegraph.workflows.server.FreePorts;
import org.cinegraph.workflows.server.GoTool;
import org.cinegraph.workflows.server.TemporalBinary;

/// Looks at what the stack needs on this machine. It changes nothing.
public final class Checkup {
  private static final long WANTED_BYTES = 5L << 30;
  private static final int WANTED_JAVA = 25;

  private final Home home;
  private final List<Finding> findings = new ArrayList<>();

  private Checkup(Home home) {
    this.home = home;
  }

  public static List<Finding> of(Home home, Path root) {
    Checkup checkup = new Checkup(home);
    checkup.lookAtJava();
    checkup.lookAtBuild(root);
    checkup.lookAtTemporal();
    checkup.lookAtPostgres();
    checkup.lookAtDisk();
    checkup.lookAtDevices();
    checkup.lookAtHome();
    checkup.lookAtPorts();
    return List.copyOf(checkup.findings);
  }

  private void lookAtJava() {
    String found = System.getProperty("java.version") + " in " + System.getProperty("java.home");
    if (Runtime.version().feature() == WANTED_JAVA) {
      good("JDK", found);
    } else {
      missing("JDK", found + " is not a JDK 25", "install one, or set JAVA_HOME to it");
    }
  }

  private void lookAtBuild(Path root) {
    for (String room : List.of("cli", "workers")) {
      Path file = root.resolve(room).resolve("target").resolve("classpath.txt");
      if (Files.exists(file)) {
        good(room, "built");
      } else {
        missing(room, file + " is missing", "./cinegraph builds it at its next start");
      }
    }
  }

  private void lookAtTemporal() {
    TemporalBinary binary = TemporalBinary.inCache();
    if (binary.installed().isPresent()) {
      good("Temporal server", TemporalBinary.VERSION + " at " + binary.path());
    } else {
      missing(
          "Temporal server",
          TemporalBinary.VERSION + " is not in the cache; `run` uses the test server",
          "./cinegraph temporal install");
    }
    lookAtGo(binary.installed().isPresent());
  }

  private void lookAtGo(boolean isNotNeeded) {
    String oldest = GoTool.OLDEST.stream().map(String::valueOf).collect(Collectors.joining("."));
    Optional<GoTool> go = GoTool.find();
    String found =
        go.map(tool ->
                tool.version().stream().map(String::valueOf).collect(Collectors.joining("."))
                    + " at "
                    + tool.program())
            .orElse("not found");
    if (go.filter(GoTool::isRecentEnough).isPresent()) {
      good("Go", found);
    } else if (isNotNeeded) {
      good("Go", found + "; not needed, the Temporal server is built");
    } else {
      missing("Go", found, "install Go " + oldest + " or newer to build the Temporal server");
    }
  }

  private void lookAtPostgres() {
    PostgresInstallation installation = new PostgresInstallation(Cache.folder());
    String unpacked = installation.isUnpacked() ? "unpacked" : "unpacked at the first start";
    try {
      String account = String.join(" ", PostgresAccount.choose().prefix());
      good(
          "Postgres",
          PostgresInstallation.VERSION
              + ", "
              + unpacked
              + (account.isEmpty() ? "" : ", run as root through " + account.split(" ")[0]));
    } catch (StackException e) {
      missing("Postgres", String.valueOf(e.getMessage()), "see there");
    }
  }

  private void lookAtDisk() {
    for (Path folder : List.of(home.folder(), Cache.folder())) {
      try {
        long free = Files.getFileStore(existing(folder)).getUsableSpace();
        String found = (free >> 30) + " GiB free for " + folder;
        if (free >= WANTED_BYTES) {
          good("Disk", found);
        } else {
          missing("Disk", found, "make room: " + (WANTED_BYTES >> 30) + " GiB are wanted");
        }
      } catch (IOException e) {
        missing("Disk", folder + " cannot be looked at: " + e, "check the folder's rights");
      }
    }
  }

  private static Path existing(Path folder) {
    return Stream.iterate(folder, Objects::nonNull, Path::getParent)
        .filter(Files::exists)
        .findFirst()
        .orElse(Path.of("/"));
  }

  private void lookAtDevices() {
    boolean hasDriver = Files.exists(Path.of("/proc/driver/nvidia/version"));
    good("GPU", hasDriver ? "an NVIDIA driver is loaded" : "no NVIDIA driver: workers use the CPU");
  }

  private void lookAtHome() {
    Optional<StackState> state = StackState.read(home).filter(StackState::isAlive);
    if (state.isPresent()) {
      StackState alive = state.get();
      good(
          "Home",
          home.folder()
              + ": a stack runs at "
              + alive.server()
              + " (supervisor "
              + alive.supervisor().pid()
              + ", Temporal: "
              + alive.temporalKind()
              + " at "
              + alive.temporal()
              + ")");
      alive.processes().forEach((name, process) -> good("  " + name, "process " + process.pid()));
    } else {
      good("Home", home.folder() + (Files.exists(home.folder()) ? "" : ", not made yet"));
    }
  }

  private void lookAtPorts() {
    if (StackState.read(home).filter(StackState::isAlive).isPresent()) {
      return;
    }
    for (int port : List.of(PortChoice.CONTROL, PortChoice.TEMPORAL, PortChoice.POSTGRES)) {
      String owner = PortOwner.of(port).map(pid -> " by process " + pid).orElse("");
      good(
          "Port " + port,
          FreePorts.isFree(port) ? "free" : "taken" + owner + "; the next free one is used");
    }
  }

  private void good(String subject, String found) {
    findings.add(new Finding(subject, true, found, ""));
  }

  private void missing(String subject, String found, String remedy) {
    findings.add(new Finding(subject, false, found, remedy));
  }

  /// One thing that was looked at.
  ///
  /// @param isGood whether nothing has to be done
  /// @param found what is there
  /// @param remedy what to do; empty where nothing
  public record Finding(String subject, boolean isGood, String found, String remedy) {}
}
