package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cinegraph.bench.stack.CinegraphCommand.Outcome;
import org.cinegraph.bench.stack.CinegraphCommand.Running;
import org.cinegraph.server.stack.FileTree;
import org.cinegraph.server.stack.Home;
import org.cinegraph.server.stack.StackState;
import org.cinegraph.workflows.server.Cache;
import org.cinegraph.workflows.server.TemporalBinary;
import org.cinegraph.workflows.server.TemporalServerProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What somebody sees who has just got Cinegraph and runs the first example, again and again in the
/// same home: each test goes on where the one before it ended.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandTest {
  private static final String GRAPH = CinegraphCommand.example("text-to-movie.yaml").toString();
  private static final String PROMPT = "prompt=a blue box bounces on a green floor";
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  @TempDir private static Path folder;
  private static CinegraphCommand cinegraph;
  private static ProcessesOfHome processes;

  @BeforeAll
  static void findTemporal() {
    cinegraph = new CinegraphCommand(folder, folder.resolve("home"));
    processes = new ProcessesOfHome(cinegraph.home());
    if (given().isEmpty()) {
      TemporalBinary.inCache().install(System.err::println);
    }
  }

  @Test
  @Order(1)
  void theFirstRunInAFreshHomeMakesAMovieAndLeavesNoProcess() throws Exception {
    Outcome first = run("7", "first");
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out().lines())
        .containsExactly("first/movie.mp4", "6 nodes: 0 memo hits, 6 computed");
    assertThat(Files.readAllBytes(folder.resolve("first/movie.mp4")))
        .startsWith(0, 0, 0)
        .containsSequence("moov".getBytes())
        .containsSequence("mdat".getBytes());
    assertThat(first.err()).contains("Starting Postgres").contains("latents: step 24 of 24");
    assertThat(processes.afterAtMost(AT_ONCE)).isEmpty();
  }

  @Test
  @Order(2)
  void theSecondRunIsAllMemoHitsWithTheSameBytes() throws Exception {
    Outcome second = run("7", "second");
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.out()).contains("6 nodes: 6 memo hits, 0 computed");
    assertThat(second.err()).contains("memo hit").doesNotContain("started on");
    assertThat(Files.mismatch(movie("first"), movie("second"))).isEqualTo(-1);
  }

  @Test
  @Order(3)
  void ctrlCStopsTheRunInOrderAndTheNextRunGoesOnFromMemo() throws Exception {
    Running interrupted = start("8", "interrupted");
    interrupted.awaitWords(interrupted.err(), "latents: computed");
    interrupted.interrupt();
    Outcome stopped = interrupted.outcome();
    assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(3);
    assertThat(stopped.err())
        .contains("Stopping the run at its next checkpoints (Ctrl-C again: at once) ...")
        .contains("was stopped; what it computed is in the memo");
    assertThat(processes.afterAtMost(AT_ONCE)).isEmpty();

    Outcome next = run("8", "next");
    assertThat(next.exitCode()).as(next.err()).isZero();
    assertThat(next.err()).contains("text, latents").doesNotContain("latents: started");
    assertThat(movie("next")).exists();
  }

  @Test
  @Order(4)
  void runsThatStartAtTheSameTimeShareAStackAndWhatTheyComputeForAnotherSeed() throws Exception {
    Running one = start("9", "one");
    Running other = start("9", "other");
    Outcome first = one.outcome();
    Outcome second = other.outcome();
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(Files.mismatch(movie("one"), movie("other"))).isEqualTo(-1);
    assertThat(first.err() + second.err()).contains("text: memo hit").doesNotContain("text: st");
    assertThat(first.out()).contains("6 nodes: ").doesNotContain("failed");
    assertThat(processes.afterAtMost(AT_ONCE)).isEmpty();
  }

  @Test
  @Order(5)
  void whatWasDeletedFromDiskIsComputedAgain() throws Exception {
    FileTree.delete(cinegraph.home().resolve("artifacts"));
    Outcome again = run("7", "again");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out()).contains("6 nodes: 0 memo hits, 6 computed");
    assertThat(Files.mismatch(movie("first"), movie("again"))).isEqualTo(-1);
  }

  @Test
  @Order(6)
  void aCtrlCWhileTheStackStartsEndsItAndLeavesNoProcess() throws Exception {
    Running starting = start("7", "never");
    starting.awaitWords(starting.err(), "Starting Postgres");
    starting.interrupt();
    Outcome ended = starting.outcome();
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(3);
    assertThat(ended.err()).contains("Stopped before");
    assertThat(processes.afterAtMost(AT_ONCE)).isEmpty();
  }

  @Test
  @Order(7)
  void aRunOnTheTestServerEndsThoughThatServerIsKilledInTheMiddleOfIt() throws Exception {
    Path home = folder.resolve("home-of-the-test-server");
    Path cache = cacheWithoutTemporal();
    CinegraphCommand withoutServer =
        new CinegraphCommand(folder, home).with("CINEGRAPH_CACHE", cache.toString());
    Running running =
        withoutServer.start("run", GRAPH, "--set", PROMPT, "--set", "seed=7", "--out", "killed");
    running.awaitWords(running.err(), "latents: started");
    StackState state = StackState.read(new Home(home)).orElseThrow();
    assertThat(state.temporalKind()).isEqualTo("test server in memory");
    kill(Optional.ofNullable(state.processes().get("temporal")).orElseThrow().pid());

    Outcome ended = running.outcome();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err())
        .contains("its test server stands in, whose history lasts only as long as it")
        .contains("temporal ended by itself (exit status 137) and is started again")
        .contains("goes on under a new workflow: Temporal does not know its workflow");
    assertThat(ended.out()).contains("6 nodes: 0 memo hits, 6 computed");
    assertThat(Files.mismatch(movie("first"), movie("killed"))).isEqualTo(-1);
    assertThat(new ProcessesOfHome(home).afterAtMost(AT_ONCE)).isEmpty();
    FileTree.delete(cache);
  }

  /// All that has been fetched and unpacked once, but for the real server.
  private static Path cacheWithoutTemporal() throws IOException {
    Path links = Files.createDirectories(folder.resolve("cache"));
    try (Stream<Path> all = Files.list(Cache.folder())) {
      for (Path part : all.filter(path -> !path.endsWith("temporal")).toList()) {
        Files.createSymbolicLink(links.resolve(part.getFileName()), part);
      }
    }
    return links;
  }

  private static void kill(long pid) {
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
  }

  private static Outcome run(String seed, String out) throws IOException, InterruptedException {
    return start(seed, out).outcome();
  }

  private static Running start(String seed, String out) throws IOException {
    String[] line = {"run", GRAPH, "--set", PROMPT, "--set", "seed=" + seed, "--out", out};
    return cinegraph.start(Stream.concat(Stream.of(line), given().stream()).toArray(String[]::new));
  }

  /// Where somebody gave a Temporal server to the tests, it is that of the command too.
  private static List<String> given() {
    String address = System.getenv().getOrDefault(TemporalServerProcess.ADDRESS_VARIABLE, "");
    return address.isBlank() ? List.of() : List.of("--temporal", address);
  }

  private static Path movie(String out) {
    return folder.resolve(out).resolve("movie.mp4");
  }
}
