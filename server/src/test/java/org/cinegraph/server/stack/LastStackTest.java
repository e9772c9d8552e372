package org.cinegraph.server.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.cinegraph.workflows.server.ChildCommand;
import org.cinegraph.workflows.server.ChildProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastStackTest {
  @TempDir private Path folder;

  @Test
  void whatAKilledStackLeftRunningIsEnded() {
    Home home = new Home(folder).prepare();
    try (ChildProcess left = sleeper()) {
      write(home, ProcessIdentity.of(left.pid()).orElseThrow());
      new LastStack(home).end();
      assertThat(left.onExit().join()).isEqualTo(137);
    }
  }

  @Test
  void aStrangerWithTheNumberOfAnOldProcessIsLeftAlone() {
    Home home = new Home(folder).prepare();
    try (ChildProcess stranger = sleeper()) {
      ProcessIdentity identity = ProcessIdentity.of(stranger.pid()).orElseThrow();
      write(home, new ProcessIdentity(identity.pid(), identity.startTicks() - 1));
      new LastStack(home).end();
      assertThat(stranger.isAlive()).isTrue();
    }
  }

  private ChildProcess sleeper() {
    return ChildProcess.start(
        ChildCommand.of("sleeper", List.of("sleep", "1000"), folder.resolve("sleeper.log")));
  }

  private static void write(Home home, ProcessIdentity child) {
    TreeMap<String, ProcessIdentity> processes = new TreeMap<>();
    processes.put("worker-1", child);
    ProcessIdentity dead = new ProcessIdentity(ProcessHandle.current().pid(), 0);
    new StackState(
            dead,
            1,
            "127.0.0.1:1",
            "127.0.0.1:2",
            "given",
            "given",
            List.of(),
            List.of(),
            Optional.empty(),
            processes)
        .write(home);
  }
}
