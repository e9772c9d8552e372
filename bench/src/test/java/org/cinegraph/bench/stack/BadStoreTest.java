package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.cinegraph.proto.v1.ArtifactReference;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GraphSource;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.PortValue;
import org.cinegraph.proto.v1.RetryNodeRequest;
import org.cinegraph.proto.v1.RunEvent;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.cinegraph.proto.v1.SubmitRunResponse;
import org.cinegraph.proto.v1.VerifyStoreRequest;
import org.cinegraph.proto.v1.VerifyStoreResponse;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.cinegraph.proto.v1.WatchRunResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A store that cannot be written to for a while, and one whose bytes are altered, under a run of
/// real processes.
@Timeout(240)
class BadStoreTest {
  private static final String TEXT =
      """
      graph: text
      nodes:
        text: {type: encode-text, with: {model: toybox, prompt: "a red ball %s"}}
      outputs:
        text: $text.conditioning
      """;
  private static final String LATENTS =
      """
      graph: latents
      nodes:
        text:    {type: encode-text, with: {model: toybox, prompt: "a red ball %s"}}
        latents: {type: sample-latents, with: {model: toybox, conditioning: $text.conditioning, frames: 32, steps: 2, seed: 1}}
      outputs:
        latents: $latents.latents
      """;

  private static final String GIVEN =
      """
      graph: given
      inputs:
        words: {type: conditioning}
      nodes:
        latents: {type: sample-latents, with: {model: toybox, conditioning: $words, frames: 32, steps: 2, seed: 1}}
      outputs:
        latents: $latents.latents
      """;

  @TempDir Path folder;
  private StackFixture stack;

  @BeforeEach
  void start() throws Exception {
    stack = new StackFixture(folder);
    stack.startControlPlane();
  }

  @AfterEach
  void stop() {
    stack.close();
  }

  @Test
  void aRunWaitsForAStoreThatCannotBeWrittenToAndGoesOnByItself() throws Exception {
    stack.startWorker();
    stack.awaitNodeTypes("encode-text");
    Path incoming = artifacts().resolve("incoming");
    Path away = Files.move(incoming, artifacts().resolve("incoming-away"));
    Files.createFile(incoming);

    ByteString run = submit(TEXT.formatted("waits"));
    RunEvent retrying = await(run, "node-retrying");

    assertThat(retrying.getBodyJson())
        .contains("\"category\":\"external\"", "artifact-store-unavailable")
        .contains(incoming.toString())
        .containsPattern("\\d+ bytes free there");
    Files.delete(incoming);
    Files.move(away, incoming);
    assertThat(stack.eventsUntilEnd(run)).endsWith("run-succeeded");
    assertThat(attempts(run, 0)).isEqualTo(1);
  }

  @Test
  void anInputThatWasAlteredInTheStoreIsComputedAgainAndCountsNoAttempt() throws Exception {
    var first = stack.startWorker();
    stack.awaitNodeTypes("encode-text", "sample-latents");
    assertThat(stack.eventsUntilEnd(submit(TEXT.formatted("is altered"))))
        .endsWith("run-succeeded");
    first.close();
    alterAll();
    assertThat(bad()).isPositive();
    stack.startWorkerWithEmptyCache();

    ByteString run = submit(LATENTS.formatted("is altered"));

    assertThat(stack.eventsUntilEnd(run))
        .containsSubsequence(
            "nodes-hit",
            "node-started latents",
            "node-input-lost latents",
            "node-succeeded text",
            "node-succeeded latents",
            "run-succeeded")
        .doesNotContain("node-retrying latents", "node-retrying text");
    assertThat(attempts(run, 1)).isEqualTo(1);
    assertThat(bad()).isZero();
  }

  @Test
  void aNodeWhoseGivenFileWasLostIsRetriedOnceTheFileIsBack() throws Exception {
    var first = stack.startWorker();
    stack.awaitNodeTypes("encode-text", "sample-latents");
    ByteString made = submit(TEXT.formatted("is given"));
    assertThat(stack.eventsUntilEnd(made)).endsWith("run-succeeded");
    ArtifactReference words = outputs(made).getFirst().getValue().getArtifact();
    first.close();
    ByteString run = submitWith(GIVEN, NamedValue.newBuilder().setName("words"), words);
    String digest = HexFormat.of().formatHex(words.getDigest().toByteArray());
    Path file = artifacts().resolve("sha256").resolve(digest.substring(0, 2)).resolve(digest);
    Path away = Files.move(file, folder.resolve("away"));
    stack.startWorkerWithEmptyCache();
    assertThat(stack.eventsUntilEnd(run))
        .containsSubsequence("node-input-lost latents", "node-failed latents", "run-failed");
    assertThat(await(run, "node-failed").getBodyJson()).contains("\"category\":\"external\"");

    Files.move(away, file);
    retry(run, "latents");

    assertThat(stack.eventsUntilEnd(run))
        .containsSubsequence(
            "run-failed",
            "node-retried latents",
            "run-recovered",
            "node-succeeded latents",
            "run-succeeded");
  }

  private void retry(ByteString run, String node) {
    try (StackFixture.Connection connection = stack.connect()) {
      connection
          .stub()
          .retryNode(
              RetryNodeRequest.newBuilder()
                  .setRunId(run)
                  .setNode(node)
                  .setWhy("the disk is back")
                  .build());
    }
  }

  private List<NamedValue> outputs(ByteString run) {
    try (StackFixture.Connection connection = stack.connect()) {
      return connection
          .stub()
          .getRun(GetRunRequest.newBuilder().setRunId(run).build())
          .getOutputsList();
    }
  }

  private ByteString submitWith(
      String graph, NamedValue.Builder input, ArtifactReference artifact) {
    try (StackFixture.Connection connection = stack.connect()) {
      SubmitRunResponse submitted =
          connection
              .stub()
              .submitRun(
                  SubmitRunRequest.newBuilder()
                      .setIdempotencyKey("given")
                      .setSource(
                          GraphSource.newBuilder()
                              .setFileName("given.yaml")
                              .setContent(ByteString.copyFromUtf8(graph)))
                      .addInputs(input.setValue(PortValue.newBuilder().setArtifact(artifact)))
                      .build());
      assertThat(submitted.getProblemsList()).isEmpty();
      return submitted.getRun().getRunId();
    }
  }

  private ByteString submit(String graph) {
    SubmitRunResponse submitted = stack.submit(graph, 0, String.valueOf(graph.hashCode()));
    assertThat(submitted.getProblemsList()).isEmpty();
    return submitted.getRun().getRunId();
  }

  private RunEvent await(ByteString run, String type) {
    try (StackFixture.Connection connection = stack.connect()) {
      Iterator<WatchRunResponse> events =
          connection.stub().watchRun(WatchRunRequest.newBuilder().setRunId(run).setFrom(1).build());
      while (true) {
        WatchRunResponse next = events.next();
        if (next.hasEvent() && next.getEvent().getType().equals(type)) {
          return next.getEvent();
        }
      }
    }
  }

  private int attempts(ByteString run, int node) {
    try (StackFixture.Connection connection = stack.connect()) {
      return connection
          .stub()
          .getRun(GetRunRequest.newBuilder().setRunId(run).build())
          .getNodes(node)
          .getAttempts();
    }
  }

  private long bad() {
    try (StackFixture.Connection connection = stack.connect()) {
      long bad = 0;
      Iterator<VerifyStoreResponse> told =
          connection.stub().verifyStore(VerifyStoreRequest.getDefaultInstance());
      while (told.hasNext()) {
        bad += told.next().hasBad() ? 1 : 0;
      }
      return bad;
    }
  }

  private void alterAll() throws IOException {
    try (Stream<Path> files = Files.walk(artifacts().resolve("sha256"))) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      for (Path file : all) {
        assertThat(file.toFile().setWritable(true)).isTrue();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
    }
  }

  private Path artifacts() {
    return folder.resolve("home/artifacts");
  }
}
