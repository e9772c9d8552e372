package org.cinegraph.server.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.workflows.server.FreePorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortChoiceTest {
  @TempDir private Path folder;
  private final List<PortChoice> choices = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void giveBack() {
    choices.forEach(PortChoice::close);
  }

  @Test
  void aTakenDefaultPortGivesWayToTheNextFreeOneAndThatIsTold() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = ofSomeHome().orNextFree("Temporal", taken.getLocalPort(), told::add);
      assertThat(port).isGreaterThan(taken.getLocalPort());
      assertThat(told)
          .containsExactly(
              "Port " + taken.getLocalPort() + " is taken; Temporal listens on " + port + ".");
    }
  }

  @Test
  void homesThatChooseBeforeAnyServerListensChooseDifferentPorts() {
    int wanted = FreePorts.find(1).getFirst();
    int first = ofSomeHome().orNextFree("Postgres", wanted, told::add);
    int second = ofSomeHome().orNextFree("Postgres", wanted, told::add);
    assertThat(first).isEqualTo(wanted);
    assertThat(second).isGreaterThan(wanted);
  }

  @Test
  void aPortIsFreeAgainWhenItsStackHasEnded() {
    int wanted = FreePorts.find(1).getFirst();
    PortChoice ended = PortChoice.in(folder);
    ended.orNextFree("Postgres", wanted, told::add);
    ended.close();
    assertThat(ofSomeHome().orNextFree("Postgres", wanted, told::add)).isEqualTo(wanted);
  }

  @Test
  void aTakenPortGivenByHandIsAnErrorThatNamesItsOwner() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      refusesByThisProcess(taken.getLocalPort());
    }
  }

  @Test
  void aPortGivenByHandThatAnotherHomeIsAboutToUseIsAnErrorThatNamesIt() {
    int port = ofSomeHome().any();
    refusesByThisProcess(port);
  }

  private void refusesByThisProcess(int port) {
    assertThatThrownBy(() -> ofSomeHome().given("the control plane", port))
        .isInstanceOf(StackException.class)
        .hasMessage(
            "Port "
                + port
                + ", given for the control plane, is taken by process "
                + ProcessHandle.current().pid()
                + ": give another one or end that process.");
  }

  private PortChoice ofSomeHome() {
    PortChoice choice = PortChoice.in(folder);
    choices.add(choice);
    return choice;
  }
}
