package org.cinegraph.graph.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.check.CheckedGraph;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.check.Problems;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.document.GraphInput;
import org.cinegraph.graph.document.LinkGraph;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.ParseGraph;
import org.cinegraph.graph.document.ParsedGraph;
import org.cinegraph.graph.document.WriteGraph;
import org.cinegraph.graph.unroll.RunLists;
import org.cinegraph.graph.unroll.UnrollGraph;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.Test;

/// Whatever somebody writes is answered: with problems that have a place and a text, or as a graph
/// that can be unrolled; never with an exception, and never after more than a second.
class MutatedDocumentsTest {
  private static final int DOCUMENTS = Integer.getInteger("cinegraph.fuzz-documents", 100_000);
  private static final long LONGEST_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Catalog CATALOG = GraphFixture.catalog();
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<Integer, String> defects = new ConcurrentSkipListMap<>();
  private final AtomicInteger sound = new AtomicInteger();
  private final LinkGraph.Sources sources;
  private final List<String> documents;

  MutatedDocumentsTest() throws IOException {
    sources = Corpus.sources();
    documents = Corpus.documents();
  }

  @Test
  void documentsThatAreNearlyGraphsAreAnswered() {
    List<Value> trees = trees(documents);
    // Of the others the catalog here does not have all nodes: no mutant of them is a graph.
    List<Value> graphs = trees(documents.stream().filter(this::isGraph).toList());
    assertThat(graphs).hasSizeGreaterThan(5);

    answerAll(
        DOCUMENTS / 2,
        random -> {
          List<Value> some = random.nextBoolean() ? trees : graphs;
          Value tree = some.get(random.nextInt(some.size()));
          return bytes(CanonicalJson.write(new MutateTree(random).mutate(tree)));
        });

    assertThat(sound.get()).as("graphs among them").isBetween(DOCUMENTS / 100, DOCUMENTS / 3);
  }

  private static List<Value> trees(List<String> documents) {
    return documents.stream()
        .map(document -> ParseGraph.parse(bytes(document), "corpus"))
        .filter(ParsedGraph::isSound)
        .flatMap(parsed -> parsed.document().stream())
        .map(document -> (Value) WriteGraph.write(document, new TreeMap<>()))
        .toList();
  }

  private boolean isGraph(String document) {
    return CheckedGraph.of(bytes(document), "graph.yaml", sources, CATALOG).isSound();
  }

  @Test
  void linesAndBytesThatAreNearlyAGraphAreAnswered() {
    answerAll(
        DOCUMENTS - DOCUMENTS / 2,
        random -> {
          String document = documents.get(random.nextInt(documents.size()));
          MutateText mutate = new MutateText(random);
          return random.nextBoolean() ? mutate.lines(document) : mutate.bytes(document);
        });
  }

  private void answerAll(int count, Function<SplittableRandom, byte[]> made) {
    IntStream.range(0, count)
        .parallel()
        .filter(_ -> defects.size() < 20)
        .forEach(seed -> answer(seed, made.apply(new SplittableRandom(seed))));
    assertThat(defects).isEmpty();
  }

  private void answer(int seed, byte[] document) {
    long begun = THREADS.getCurrentThreadCpuTime();
    try {
      CheckedGraph checked = CheckedGraph.of(document, "graph.yaml", sources, CATALOG);
      long checkedAt = THREADS.getCurrentThreadCpuTime();
      require(seed, document, checkedAt - begun < LONGEST_NANOS, "a check of more than a second");
      checked.problems().forEach(problem -> told(seed, document, problem));
      String text = new String(document, StandardCharsets.UTF_8);
      require(
          seed,
          document,
          Problems.render(text, checked.problems()).isEmpty() == checked.isSound(),
          "problems that are not shown");
      if (checked.isSound()) {
        sound.incrementAndGet();
        unroll(seed, document, checked.graph().orElseThrow());
        long unrolled = THREADS.getCurrentThreadCpuTime() - checkedAt;
        require(seed, document, unrolled < LONGEST_NANOS, "unrolling for more than a second");
      }
    } catch (RuntimeException | StackOverflowError defect) {
      defects.put(seed, defect + at(defect) + "\n" + new String(document, StandardCharsets.UTF_8));
    }
  }

  private void unroll(int seed, byte[] document, LinkedGraph graph) {
    boolean canBegin =
        graph.document().inputs().values().stream()
            .map(GraphInput::fallback)
            .allMatch(Optional::isPresent);
    if (canBegin) {
      UnrollGraph.unroll(graph, CATALOG, new TreeMap<>(), RunLists.NONE, Optional.empty())
          .problems()
          .forEach(problem -> told(seed, document, problem));
    }
    String canonical = graph.canonical().json();
    require(
        seed,
        document,
        CheckedGraph.of(bytes(canonical), "canonical", sources, CATALOG)
            .graph()
            .filter(again -> again.imports().isEmpty())
            .map(again -> again.canonical().json().equals(canonical))
            .orElse(true),
        "a canonical form that is not its own");
  }

  private void told(int seed, byte[] document, Problem problem) {
    require(
        seed,
        document,
        !problem.message().isBlank()
            && !problem.code().isBlank()
            && problem.position().line() >= 1
            && problem.position().column() >= 1,
        "no place or text: " + problem);
  }

  private void require(int seed, byte[] document, boolean holds, String what) {
    if (!holds) {
      defects.put(seed, what + "\n" + new String(document, StandardCharsets.UTF_8));
    }
  }

  private static String at(Throwable defect) {
    StackTraceElement[] trace = defect.getStackTrace();
    return trace.length == 0 ? "" : " at " + trace[0];
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
