package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.cinegraph.bench.stack.CinegraphCommand.Outcome;
import org.cinegraph.workflows.server.FreePorts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is given and is not there costs one sentence with its address, and no stack trace.
class UnreachableTest {
  private static final String GRAPH = CinegraphCommand.example("text-to-movie.yaml").toString();

  @TempDir private Path folder;
  private final String nowhere = "127.0.0.1:" + FreePorts.find(1).getFirst();
  private CinegraphCommand cinegraph = new CinegraphCommand(Path.of("."), Path.of("."));

  @BeforeEach
  void chooseHome() {
    cinegraph = new CinegraphCommand(folder, folder.resolve("home"));
  }

  @Test
  void aControlPlaneThatDoesNotAnswerIsNamed() throws Exception {
    refuses("No control plane answers at " + nowhere, "run", GRAPH, "--server", nowhere);
  }

  @Test
  void aPostgresThatDoesNotAnswerIsNamed() throws Exception {
    String url = "jdbc:postgresql://" + nowhere + "/films?password=secret";
    refuses("Nothing answers at Postgres's address " + nowhere, "run", GRAPH, "--postgres", url);
  }

  @Test
  void aTemporalThatDoesNotAnswerIsNamed() throws Exception {
    refuses(
        "Nothing answers at Temporal's address " + nowhere, "run", GRAPH, "--temporal", nowhere);
  }

  @Test
  void aFolderOfArtifactsThatCannotBeUsedIsNamed() throws Exception {
    Path artifacts = Files.createDirectories(cinegraph.home()).resolve("artifacts");
    Files.writeString(artifacts, "a file where a folder should be");
    Outcome refused = cinegraph.run("run", GRAPH);
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(4);
    assertThat(refused.err().lines().toList().getLast())
        .startsWith("The artifact store cannot use " + artifacts)
        .contains("The log is " + cinegraph.home().resolve("logs/control.log"));
    assertThat(refused.err()).doesNotContain("\tat ");
    assertThat(new ProcessesOfHome(cinegraph.home()).afterAtMost(Duration.ofSeconds(2))).isEmpty();
  }

  @Test
  void aPortGivenByHandThatIsTakenIsRefusedWithItsOwner() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Outcome refused = cinegraph.run("serve", "--port", port, "--workers", "0");
      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(1);
      assertThat(refused.err().strip())
          .endsWith(
              "Port "
                  + port
                  + ", given for the control plane, is taken by process "
                  + ProcessHandle.current().pid()
                  + ": give another one or end that process.");
    }
  }

  private void refuses(String words, String... line) throws Exception {
    Outcome refused = cinegraph.run(line);
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(4);
    assertThat(refused.err().lines()).singleElement().asString().startsWith(words);
    assertThat(refused.err()).doesNotContain("secret");
  }
}
