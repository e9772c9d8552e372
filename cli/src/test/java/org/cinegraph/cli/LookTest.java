package org.cinegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.Dial;
import org.cinegraph.cli.client.Interrupts;
import org.cinegraph.cli.client.Place;
import org.cinegraph.cli.client.Services;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.proto.v1.Problem;
import org.cinegraph.proto.v1.RunState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs that look at runs.
class LookTest {
  private CommandFixture cinegraph;

  @BeforeEach
  void start() {
    cinegraph = new CommandFixture();
  }

  @AfterEach
  void close() {
    cinegraph.close();
  }

  @Test
  void runsAreListedInATable() {
    assertThat(cinegraph.run("runs", "list")).isZero();
    assertThat(cinegraph.out().lines())
        .first()
        .asString()
        .matches("RUN +GRAPH +STATE +NODES +HITS +SUBMITTED +TOOK");
    assertThat(cinegraph.out().lines())
        .last()
        .asString()
        .startsWith(CannedControl.RUN + "  talk   succeeded  2/2    1     ")
        .endsWith("2.0 s");
  }

  @Test
  void nodeTypesOfTheLanguageAreListedAndShownLikeThoseOfWorkers() {
    assertThat(cinegraph.run("nodes", "list")).isZero();
    assertThat(cinegraph.out().lines())
        .containsExactly(
            "TYPE    OFFERED  TITLE",
            "draw@2  no       Draw a picture",
            "pick@1  always   One item of a list");
    assertThat(cinegraph.run("nodes", "show", "pick")).isZero();
    assertThat(cinegraph.out())
        .contains("pick@1: One item of a list")
        .contains("  list  list<any>  The list, of any type.")
        .contains("Example:\n  graph: pick\n");
  }

  @Test
  void theSchemaHasTheNodeTypesOfTheCatalog() {
    assertThat(cinegraph.run("graphs", "schema")).isZero();
    assertThat(cinegraph.out())
        .contains("\"enum\":[\"draw\",\"pick\",\"draw@2\",\"pick@1\"]")
        .contains("\"maximum\":4096.0,\"minimum\":1.0");
  }

  @Test
  void aGraphIsPutInOrderWhereItLies(@TempDir Path folder) throws IOException {
    Path graph = folder.resolve("g.yaml");
    Files.writeString(graph, "nodes:\n  a: {with: {}, type: draw} # first\ngraph: g");
    assertThat(cinegraph.run("graphs", "fmt", graph.toString(), "--check")).isEqualTo(1);
    assertThat(cinegraph.out()).isEqualTo(graph + " is not in order\n");
    assertThat(graph).content().startsWith("nodes:");
    assertThat(cinegraph.run("graphs", "fmt", graph.toString())).isZero();
    assertThat(graph).hasContent("graph: g\nnodes:\n  a: {type: draw, with: {}} # first\n");
    assertThat(cinegraph.run("graphs", "fmt", graph.toString(), "--check")).isZero();
    Files.writeString(graph, "graph: g\n");
    assertThat(cinegraph.run("graphs", "fmt", graph.toString())).isEqualTo(2);
    assertThat(cinegraph.err()).contains("The document has no nodes");
    Files.writeString(graph, "graph: g\nnodes: {a: {notes: &n x, with: {in: *n}, type: t}}\n");
    assertThat(cinegraph.run("graphs", "fmt", graph.toString())).isEqualTo(2);
    assertThat(cinegraph.err()).startsWith(graph + " is left as it is: ");
  }

  @Test
  void aFolderThatCannotBeRegisteredIsRefusedBeforeItIsRead(@TempDir Path folder)
      throws IOException {
    Path model = Files.createDirectories(folder.resolve("disk/sd15"));
    Path home = folder.resolve("home");
    String[] add = {"models", "add", model.toString(), "--home", home.toString()};
    assertThat(cinegraph.run(add)).isEqualTo(2);
    assertThat(cinegraph.err())
        .startsWith(model + " is no model package: there is neither a model_index.json");
    Files.writeString(model.resolve("model_index.json"), "{}");
    Files.createSymbolicLink(
        Files.createDirectories(home.resolve("models")).resolve("sd15"), model);

    Path other = Files.createDirectories(folder.resolve("other/sd15"));
    Files.writeString(other.resolve("model_index.json"), "{}");
    add[2] = other.toString();
    assertThat(cinegraph.run(add)).isEqualTo(2);
    assertThat(cinegraph.err()).startsWith("sd15 is registered already, as " + model + ";");
    assertThat(
            cinegraph.run(
                "models", "add", other.toString(), "--name", "../x", "--home", home.toString()))
        .isEqualTo(2);
    assertThat(cinegraph.err()).startsWith("\"../x\" cannot name a model package");
  }

  @Test
  void aRunIsFoundByABeginningOrAnEndOfItsId() {
    assertThat(cinegraph.run("runs", "show", "abcd")).isZero();
    assertThat(cinegraph.out())
        .contains("run        " + CannedControl.RUN)
        .contains("input      prompt = \"a ball\"")
        .contains("text     encode-text  memo hit")
        .contains("picture  draw         computed in 1.5 s")
        .endsWith("2 nodes: 1 memo hit, 1 computed\n");
    assertThat(cinegraph.run("runs", "show", "01936e")).isZero();
  }

  @Test
  void aRunThatThereIsNotIsRefusedInOneSentence() {
    assertThat(cinegraph.run("runs", "show", "ffff")).isEqualTo(2);
    assertThat(cinegraph.err())
        .isEqualTo("No run begins or ends with ffff; ./cinegraph runs list shows them\n");
    assertThat(cinegraph.run("runs", "show", "movie")).isEqualTo(2);
    assertThat(cinegraph.err()).isEqualTo("movie is no run id; ./cinegraph runs list shows them\n");
    assertThat(cinegraph.run("runs", "show", "00000000-0000-0000-0000-000000000000")).isEqualTo(2);
    assertThat(cinegraph.err()).isEqualTo("There is no such run\n");
  }

  @Test
  void aRunIsStoppedWithAReason() {
    assertThat(cinegraph.run("runs", "stop", "abcd", "--why", "wrong prompt")).isZero();
    assertThat(cinegraph.out()).isEqualTo("Run " + CannedControl.RUN + " is stopping\n");
    assertThat(cinegraph.control.ended).containsExactly("stop: wrong prompt");
  }

  @Test
  void aVerbThatChangesNothingSaysHowTheRunStands() {
    assertThat(cinegraph.run("runs", "kill", "abcd")).isZero();
    assertThat(cinegraph.out())
        .isEqualTo("Nothing changed; run " + CannedControl.RUN + " is succeeded\n");
  }

  @Test
  void anAnswerThatSaysTooLittleIsWrongUse() {
    assertThat(cinegraph.run("reject", "abcd", "judged")).isEqualTo(2);
    assertThat(cinegraph.err())
        .isEqualTo("reject takes --why TEXT: the words that the node fails with\n");
    assertThat(cinegraph.run("approve", "abcd", "judged", "--edit", "prompt")).isEqualTo(2);
    assertThat(cinegraph.err()).endsWith("--edit takes NAME=VALUE, found \"prompt\"\n");
  }

  @Test
  void aVerbThatChangesNothingSaysWhatWasAskedFor() {
    assertThat(cinegraph.run("runs", "priority", "abcd", "5")).isZero();
    assertThat(cinegraph.out())
        .isEqualTo("Nothing changed; run " + CannedControl.RUN + " has priority 5\n");
    assertThat(cinegraph.run("runs", "retry", "abcd", "picture")).isZero();
    assertThat(cinegraph.out())
        .startsWith("Nothing changed; node picture neither failed for good")
        .contains("`./cinegraph explain %s picture`".formatted(CannedControl.RUN));
  }

  @Test
  void whatAVerbChangedIsAListForScripts() {
    assertThat(cinegraph.run("runs", "stop", "abcd", "--json")).isZero();
    assertThat(cinegraph.out())
        .startsWith("{\"changed\":[\"Run " + CannedControl.RUN + " is stopping\"],\"run\":{");
  }

  @Test
  void aRunShowsTheVerbsThatAreAllowedNow() {
    cinegraph.control.end = RunState.RUN_STATE_FAILED;
    assertThat(cinegraph.run("runs", "show", "abcd")).isZero();
    assertThat(cinegraph.out())
        .contains("verbs      rerun, fork, delete\n           retry of picture\n");
  }

  @Test
  void workersAreListedAndDrainedByName() {
    assertThat(cinegraph.run("workers", "list")).isZero();
    assertThat(cinegraph.out())
        .contains("WORKER  STATE      PROCESS")
        .contains("w1      connected  7        " + CannedControl.RUN + "  studio-a  processor");
    assertThat(cinegraph.run("workers", "drain", "w1", "--why", "a new card")).isZero();
    assertThat(cinegraph.out()).isEqualTo("Worker w1 is drained: it gets no lease\n");
    assertThat(cinegraph.run("workers", "drain", "w1", "--undo")).isZero();
    assertThat(cinegraph.out()).isEqualTo("Nothing changed; worker w1 is not drained\n");
  }

  @Test
  void aForkSaysWhatIsChangedWhereAndEveryMistake() {
    assertThat(
            cinegraph.run("runs", "fork", "abcd", "--from", "picture", "--set", "picture.ink=a=b"))
        .isZero();
    assertThat(cinegraph.out()).isEqualTo("picture picture.ink=a=b\n");
    assertThat(cinegraph.run("runs", "fork", "abcd", "--from", "picture", "--set", "ink=blue"))
        .isEqualTo(2);
    assertThat(cinegraph.err()).isEqualTo("--set takes NODE.PARAM=VALUE, found \"ink=blue\"\n");
    cinegraph.control.problems =
        List.of(
            Problem.newBuilder()
                .setPointer("/nodes/picture/with/ink")
                .setMessage("ink of node picture has the wrong type")
                .setExpected("int")
                .setFound("\"blue\"")
                .setHint("a number")
                .build());
    assertThat(cinegraph.run("runs", "fork", "abcd", "--from", "picture")).isEqualTo(2);
    assertThat(cinegraph.err())
        .isEqualTo(
            "picture.ink: ink of node picture has the wrong type: expected int, found \"blue\"\n"
                + "  hint: a number\n");
  }

  @Test
  void theAuditSaysWhoDidWhatAndWhy() {
    assertThat(cinegraph.run("audit", "--run", "abcd")).isZero();
    assertThat(cinegraph.out().lines())
        .last()
        .asString()
        .endsWith("  home  stop  run " + CannedControl.RUN + "  wrong prompt  It is stopping");
    assertThat(cinegraph.run("audit", "--json")).isZero();
    assertThat(cinegraph.out())
        .contains("\"changed\":[\"It is stopping\"]", "\"why\":\"wrong prompt\"");
  }

  @Test
  void theEventsOfARunAreLinesOfJson() {
    assertThat(cinegraph.run("watch", "abcd", "--from", "5", "--json")).isZero();
    assertThat(cinegraph.out().lines())
        .containsExactly(
            "{\"at\":\"1970-01-01T00:00:05Z\",\"body\":{},\"node\":\"picture\",\"number\":5,"
                + "\"type\":\"node-succeeded\"}",
            "{\"at\":\"1970-01-01T00:00:06Z\",\"body\":{},\"node\":\"\",\"number\":6,"
                + "\"type\":\"run-succeeded\"}");
  }

  @Test
  void theEventsOfARunAreReadAsSentences() {
    assertThat(cinegraph.run("events", "abcd", "--from", "3")).isZero();
    assertThat(cinegraph.out().lines().map(line -> line.replaceAll("  \\d{4}-\\S+ \\S+  ", "  ")))
        .containsExactly(
            "    3  nodes-hit        taken from the memo: text",
            "    4  node-started     picture: attempt ? on worker w1",
            "    5  node-succeeded   picture: its outputs are there");
    assertThat(cinegraph.run("events", "abcd", "--from", "5", "--follow", "--json")).isZero();
    assertThat(cinegraph.out().lines()).hasSize(2).last().asString().contains("run-succeeded");
    assertThat(cinegraph.run("events", "abcd", "--from", "0")).isEqualTo(2);
    assertThat(cinegraph.err()).isEqualTo("--from must be at least 1, found 0\n");
  }

  @Test
  void aListOfRunsIsFilteredAndPaged() {
    assertThat(
            cinegraph.run(
                "runs", "list", "--state", "failed,paused", "--graph", "talk", "--since", "2h"))
        .isZero();
    assertThat(cinegraph.control.listed)
        .last()
        .satisfies(request -> {
          assertThat(request.getStatesList()).containsExactly(RunState.RUN_STATE_FAILED);
          assertThat(request.getPaused()).isTrue();
          assertThat(request.getGraph()).isEqualTo("talk");
          assertThat(request.getSubmittedSince().getSeconds())
              .isBetween(
                  Instant.now().getEpochSecond() - 7260, Instant.now().getEpochSecond() - 7190);
        });
    assertThat(cinegraph.run("runs", "list", "--page", "2", "--limit", "1")).isZero();
    assertThat(cinegraph.out()).isEqualTo("There are no such runs on page 2\n");
    assertThat(cinegraph.run("runs", "list", "--state", "burning")).isEqualTo(2);
    assertThat(cinegraph.err())
        .isEqualTo(
            "--state must be submitted, running, stopping, succeeded, failed, stopped or paused,"
                + " found \"burning\"\n");
    assertThat(cinegraph.run("runs", "list", "--since", "tuesday")).isEqualTo(2);
    assertThat(cinegraph.err()).startsWith("--since must be a span such as 90s");
  }

  @Test
  void aControlPlaneThatDoesNotAnswerIsNamedByItsAddress() throws Exception {
    int port = freePort();
    var err = new ByteArrayOutputStream();
    int exit =
        Main.commandLine(
                dialling("127.0.0.1:" + port),
                new Terminal(System.out, new PrintStream(err), false))
            .execute("runs", "list");

    assertThat(exit).isEqualTo(4);
    assertThat(err)
        .hasToString(
            "No control plane answers at 127.0.0.1:%d; is it running there?\n".formatted(port));
  }

  @Test
  void anUnknownVerbIsAMistakeOfUse() {
    assertThat(cinegraph.run("fly")).isEqualTo(2);
    assertThat(cinegraph.err()).startsWith("There is no verb cinegraph fly: ");
  }

  @Test
  void everyVerbTellsItsOptionsWithoutItsArguments() {
    assertThat(cinegraph.run("runs", "fork", "--help")).isZero();
    assertThat(cinegraph.out()).contains("Usage: cinegraph runs fork").contains("--set");
    assertThat(cinegraph.run("serve", "-h")).isZero();
    assertThat(cinegraph.out()).contains("--restarts=N");
    assertThat(cinegraph.run("chaos", "--help")).isZero();
    assertThat(cinegraph.out()).contains("Usage: cinegraph chaos [--kills K]").contains("--seed S");
    assertThat(cinegraph.run("bench", "-h")).isZero();
    assertThat(cinegraph.out()).contains("Usage: cinegraph bench");
    assertThat(cinegraph.run("help", "runs", "fork")).isZero();
    assertThat(cinegraph.out()).contains("Usage: cinegraph runs fork").contains("--set");
  }

  @Test
  void aVerbThatThereIsNotIsNamedWithTheOneThatIsNear() {
    assertThat(cinegraph.run("rnu", "movie.yaml")).isEqualTo(2);
    assertThat(cinegraph.err())
        .isEqualTo(
            "There is no verb cinegraph rnu: did you mean run? `./cinegraph help` lists them\n");
    assertThat(cinegraph.run("runs", "stopp", "abcd")).isEqualTo(2);
    assertThat(cinegraph.err())
        .isEqualTo(
            "There is no verb cinegraph runs stopp: did you mean stop? `./cinegraph help"
                + " runs` lists them\n");
    assertThat(cinegraph.run("help", "runs", "stopp")).isEqualTo(2);
    assertThat(cinegraph.err()).startsWith("There is no verb cinegraph runs stopp");
    assertThat(cinegraph.run("runs")).isEqualTo(2);
    assertThat(cinegraph.err()).startsWith("Which verb? cinegraph runs needs one\n");
  }

  @Test
  void aVerbWithoutItsArgumentSaysWhichOneIsMissing() {
    assertThat(cinegraph.run("run")).isEqualTo(2);
    assertThat(cinegraph.err()).contains("Missing required parameter: 'GRAPH'");
  }

  private static Connect dialling(String address) {
    return new Connect() {
      @Override
      public Connection running(Place place) {
        return Dial.to(address, "token");
      }

      @Override
      public Connection open(Place place, Services services, Interrupts interrupts) {
        return running(place);
      }
    };
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
