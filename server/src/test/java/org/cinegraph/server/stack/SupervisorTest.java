package org.cinegraph.server.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.cinegraph.server.stack.Supervisor.Member;
import org.cinegraph.server.stack.Supervisor.StopTurn;
import org.cinegraph.workflows.server.ChildCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
  @TempDir private Path folder;
  private final List<String> notices = Collections.synchronizedList(new ArrayList<>());
  private final LinkedBlockingQueue<String> changes = new LinkedBlockingQueue<>();

  @Test
  void aKilledChildIsStartedAgain() throws InterruptedException {
    try (Supervisor supervisor = supervisor(member("sleeper", StopTurn.CALLED, "sleep 1000"))) {
      supervisor.start();
      changes.take();
      ProcessIdentity first = supervisor.processes().sequencedValues().getFirst();
      first.kill();
      changes.take();
      ProcessIdentity second = supervisor.processes().sequencedValues().getFirst();
      assertThat(second).isNotEqualTo(first);
      assertThat(second.isAlive()).isTrue();
      assertThat(notices)
          .singleElement()
          .asString()
          .startsWith("sleeper ended by itself (exit status 137) and is started again; its log is ")
          .endsWith("sleeper.log.");
    }
  }

  @Test
  void aChildThatCannotLiveIsGivenUpWithItsLog() {
    try (Supervisor supervisor =
        supervisor(member("mayfly", StopTurn.CALLED, "echo no wings; exit 3"))) {
      supervisor.start();
      assertThat(supervisor.failure().join().getMessage())
          .startsWith(
              "mayfly ended by itself (exit status 3) more than 3 times in a minute, at last with"
                  + " \"no wings\"; its log is ")
          .endsWith("mayfly.log.");
      assertThat(notices).hasSize(3);
    }
  }

  @Test
  void aHopelessEndIsNotTriedAgainAndItsSentenceIsPassedOn() {
    TreeMap<Integer, Function<String, StackException>> hopeless = new TreeMap<>();
    hopeless.put(2, StackUnreachable::new);
    Member member = member("lost", StopTurn.CALLERS, "echo No way.; exit 2").endingFor(hopeless);
    try (Supervisor supervisor = supervisor(member)) {
      supervisor.start();
      assertThat(supervisor.failure().join())
          .isInstanceOf(StackUnreachable.class)
          .hasMessageStartingWith("No way. (The log is ");
      assertThat(notices).isEmpty();
    }
  }

  @Test
  void aServerWhosePortBelongsToSomebodyElseIsNotTriedAgainThere() throws IOException {
    try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = stranger.getLocalPort();
      Member member = member("late", StopTurn.CALLED, "exit 1").listeningOn(port);
      try (Supervisor supervisor = supervisor(member)) {
        supervisor.start();
        assertThat(supervisor.failure().join())
            .isInstanceOf(PortTaken.class)
            .hasMessage(
                "Port "
                    + port
                    + ", on which late should listen, was taken by process "
                    + ProcessHandle.current().pid()
                    + ".");
        assertThat(notices).isEmpty();
      }
    }
  }

  @Test
  void aStopReachesTheCallersBeforeThoseTheyCall() throws InterruptedException {
    Path order = folder.resolve("order");
    Supervisor supervisor =
        supervisor(
            member("called", StopTurn.CALLED, noting("called", order)),
            member("caller", StopTurn.CALLERS, noting("caller", order)));
    supervisor.start();
    changes.take();
    changes.take();
    awaitLines(order, 2);
    supervisor.close();
    assertThat(order).content().isEqualTo("up\nup\ncaller\ncalled\n");
    assertThat(supervisor.processes().values()).noneMatch(ProcessIdentity::isAlive);
  }

  private static String noting(String name, Path file) {
    return "trap 'echo "
        + name
        + " >>"
        + file
        + "; exit' TERM; echo up >>"
        + file
        + "; while :; do sleep 0.05; done";
  }

  private static void awaitLines(Path file, int count) throws InterruptedException {
    while (!file.toFile().exists() || file.toFile().length() < count * "up\n".length()) {
      Thread.sleep(10);
    }
  }

  private Supervisor supervisor(Member... members) {
    return new Supervisor(
        List.of(members),
        StackOptions.USUAL_RESTARTS,
        InstantSource.system(),
        notices::add,
        () -> changes.add("changed"));
  }

  private Member member(String name, StopTurn turn, String script) {
    return Member.of(name, () -> command(name, script), turn);
  }

  private ChildCommand command(String name, String script) {
    return ChildCommand.of(name, List.of("sh", "-c", script), folder.resolve(name + ".log"));
  }
}
