package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.cinegraph.bench.plain.PlainWorker;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.Dial;
import org.cinegraph.proto.v1.GraphSource;
import org.cinegraph.proto.v1.ListRunsRequest;
import org.cinegraph.proto.v1.RunState;
import org.cinegraph.proto.v1.RunSummary;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.cinegraph.server.stack.Home;
import org.cinegraph.server.stack.Stack;
import org.cinegraph.server.stack.StackListener;
import org.cinegraph.server.stack.StackOptions;
import org.cinegraph.workflows.server.ChildCommand;
import org.cinegraph.workflows.server.ChildProcess;
import org.cinegraph.workflows.server.TemporalBinary;
import org.cinegraph.workflows.server.TemporalServerProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The embedded stack without workers of its own, and what becomes of it when it is killed, joined
/// or has a neighbour.
class StackTest {
  private static final String GRAPH =
      """
      graph: kept
      nodes:
        only: {type: no-op, with: {salt: kept}}
      outputs:
        value: $only.value
      """;
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  /// Ten seconds are promised; a busy machine may look a little later.
  private static final Duration ORPHANS = Duration.ofSeconds(15);

  @TempDir private Path folder;
  private final List<String> heard = new ArrayList<>();

  @BeforeEach
  void findTemporal() {
    if (given().isEmpty()) {
      TemporalBinary.inCache().install(System.err::println);
    }
  }

  @Test
  void runsAreKeptWhenTheStackStopsAndWhenItIsKilled() throws Exception {
    Home home = new Home(folder.resolve("home"));
    ProcessesOfHome processes = new ProcessesOfHome(home.folder());
    try (Stack stack = open(home)) {
      runOnce(stack);
    }
    assertThat(processes.afterAtMost(AT_ONCE)).isEmpty();

    Stack killed = open(home);
    assertThat(runs(killed)).extracting(RunSummary::getGraph).containsExactly("kept");
    kill(killed.state().orElseThrow().supervisor().pid());
    assertThat(killed.lost().join()).isEqualTo("The stack went away: its supervisor ended.");
    assertThat(processes.afterAtMost(ORPHANS)).isEmpty();

    try (Stack stack = open(home)) {
      assertThat(runs(stack))
          .extracting(RunSummary::getState)
          .containsExactly(RunState.RUN_STATE_SUCCEEDED);
    }
  }

  @Test
  void aStackTakesOverFromOneThatWasKilledAMomentAgo() throws Exception {
    Home home = new Home(folder.resolve("home"));
    Stack killed = open(home);
    kill(killed.state().orElseThrow().supervisor().pid());
    try (Stack stack = open(home)) {
      assertThat(runs(stack)).isEmpty();
      assertThat(stack.state().orElseThrow().isAlive()).isTrue();
    }
    assertThat(new ProcessesOfHome(home.folder()).afterAtMost(AT_ONCE)).isEmpty();
  }

  @Test
  void twoHomesThatStartAtOnceLiveSideBySide() {
    CompletableFuture<Stack> one = CompletableFuture.supplyAsync(() -> open("one"));
    CompletableFuture<Stack> other = CompletableFuture.supplyAsync(() -> open("other"));
    try (Stack first = one.join();
        Stack second = other.join()) {
      assertThat(first.serverAddress()).isNotEqualTo(second.serverAddress());
      assertThat(runs(first)).isEmpty();
      assertThat(runs(second)).isEmpty();
      assertThat(heard).noneMatch(sentence -> sentence.contains("ended by itself"));
    }
  }

  @Test
  void aStackIsSharedByItsClientsAndEndsWithTheLast() throws Exception {
    Home home = new Home(folder.resolve("home"));
    ProcessesOfHome processes = new ProcessesOfHome(home.folder());
    Stack first = open(home);
    Stack second = open(home);
    assertThat(second.serverAddress()).isEqualTo(first.serverAddress());
    first.close();
    assertThat(runs(second)).isEmpty();
    second.close();
    assertThat(processes.afterAtMost(AT_ONCE)).isEmpty();
  }

  private Stack open(String name) {
    return open(new Home(folder.resolve(name)));
  }

  private Stack open(Home home) {
    StackOptions options =
        new StackOptions(
            home,
            Path.of(".."),
            OptionalInt.empty(),
            OptionalInt.empty(),
            given(),
            Optional.empty(),
            false,
            0,
            StackOptions.USUAL_RESTARTS);
    return Stack.open(options, new Hearing());
  }

  private static Optional<String> given() {
    return Optional.ofNullable(System.getenv(TemporalServerProcess.ADDRESS_VARIABLE))
        .filter(address -> !address.isBlank());
  }

  private void runOnce(Stack stack) throws IOException {
    SubmitRunRequest request =
        SubmitRunRequest.newBuilder()
            .setIdempotencyKey("kept")
            .setSource(
                GraphSource.newBuilder()
                    .setContent(ByteString.copyFrom(GRAPH, StandardCharsets.UTF_8)))
            .build();
    try (ChildProcess worker = startPlainWorker(stack);
        Connection connection = connect(stack)) {
      assertThat(worker.isAlive()).isTrue();
      RunSummary run = connection.control().blocking().submitRun(request).getRun();
      WatchRunRequest watch =
          WatchRunRequest.newBuilder().setRunId(run.getRunId()).setFrom(1).build();
      List<String> events = new ArrayList<>();
      connection
          .control()
          .blocking()
          .watchRun(watch)
          .forEachRemaining(response -> events.add(response.getEvent().getType()));
      assertThat(events).contains("run-succeeded");
    }
  }

  private ChildProcess startPlainWorker(Stack stack) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    line.addAll(List.of(PlainWorker.class.getName(), "--server", stack.serverAddress()));
    line.addAll(List.of("--token-file", stack.tokenFile().toString(), "--name", "plain"));
    return ChildProcess.start(ChildCommand.of("worker", line, folder.resolve("worker.log")));
  }

  private static List<RunSummary> runs(Stack stack) {
    try (Connection connection = connect(stack)) {
      return connection
          .control()
          .blocking()
          .listRuns(ListRunsRequest.getDefaultInstance())
          .getRunsList();
    }
  }

  private static Connection connect(Stack stack) {
    try {
      return Dial.to(stack.serverAddress(), Files.readString(stack.tokenFile()).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void kill(long pid) {
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
  }

  private final class Hearing implements StackListener {
    @Override
    public void progress(String sentence) {
      notice(sentence);
    }

    @Override
    public void notice(String sentence) {
      synchronized (heard) {
        heard.add(sentence);
      }
    }
  }
}
