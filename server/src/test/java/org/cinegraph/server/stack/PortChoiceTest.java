package org.cinegraph.server.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortChoiceTest {
  @Test
  void aTakenDefaultPortGivesWayToTheNextFreeOneAndThatIsTold() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<String> told = new ArrayList<>();
      int port = PortChoice.orNextFree("Temporal", taken.getLocalPort(), told::add);
      assertThat(port).isGreaterThan(taken.getLocalPort());
      assertThat(told)
          .containsExactly(
              "Port " + taken.getLocalPort() + " is taken; Temporal listens on " + port + ".");
    }
  }

  @Test
  void aTakenPortGivenByHandIsAnErrorThatNamesItsOwner() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> PortChoice.given("the control plane", port))
          .isInstanceOf(StackException.class)
          .hasMessage(
              "Port "
                  + port
                  + ", given for the control plane, is taken by process "
                  + ProcessHandle.current().pid()
                  + ": give another one or end that process.");
    }
  }
}
