package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.proto.FailureMetadata;
import org.cinegraph.proto.v1.ArtifactReference;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.PortValue;
import org.cinegraph.proto.v1.Problem;
import org.cinegraph.proto.v1.RunOptions;
import org.cinegraph.proto.v1.RunState;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.cinegraph.proto.v1.SubmitRunResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmitRunTest {
  private static final String GRAPH =
      """
      graph: two
      inputs:
        word: {type: text, default: hello}
        count: {type: int, default: 1}
      nodes:
        a: {type: no-op, with: {salt: $word}}
        b: {type: no-op, with: {after: $a.value}}
      """;

  @TempDir private Path folder = Path.of("");
  private ControlFixture fixture;

  @BeforeEach
  void start() {
    fixture = new ControlFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aRunIsStoredAndItsWorkflowStarted() throws InterruptedException {
    SubmitRunResponse response = submit("k", GRAPH, Map.of("word", "hi"));

    assertThat(response.getProblemsList()).isEmpty();
    assertThat(response.getRun().getGraph()).isEqualTo("two");
    assertThat(response.getRun().getState()).isEqualTo(RunState.RUN_STATE_SUBMITTED);
    while (fixture.started.isEmpty()) {
      Thread.sleep(5);
    }
    assertThat(WriteIds.bytes(fixture.started.peek())).isEqualTo(response.getRun().getRunId());
  }

  @Test
  void theSameRequestUnderTheSameKeyIsTheFirstRun() {
    SubmitRunResponse first = submit("k", GRAPH, Map.of("word", "hi"));
    SubmitRunResponse second = submit("k", "# a comment\n" + GRAPH, Map.of("word", "hi"));

    assertThat(second.getRun().getRunId()).isEqualTo(first.getRun().getRunId());
    assertThat(first.getRepeatedRequest()).isFalse();
    assertThat(second.getRepeatedRequest()).isTrue();
  }

  @Test
  void aDefaultThatIsSpelledOutIsTheSameRequest() {
    SubmitRunResponse first = submit("k", GRAPH, Map.of());
    SubmitRunResponse second = submit("k", GRAPH, Map.of("word", "hello", "count", "1"));

    assertThat(second.getRun().getRunId()).isEqualTo(first.getRun().getRunId());
  }

  @Test
  void anotherRequestUnderTheSameKeyIsRefusedWithTheRunThatHasIt() {
    SubmitRunResponse first = submit("k", GRAPH, Map.of("word", "hi"));
    StatusRuntimeException refused =
        refused(ControlFixture.submission("k", GRAPH, Map.of("word", "ho")));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
    assertThat(FailureMetadata.of(refused).orElseThrow().getMessage())
        .contains("Idempotency key k belongs to run " + WriteIds.text(first.getRun().getRunId()));
  }

  @Test
  void problemsOfGraphAndInputsComeInOneAnswerSortedByLine() {
    SubmitRunResponse response =
        submit(
            "k",
            """
            graph: two
            inputs:
              count: {type: int}
            nodes:
              a: {type: noop}
              b: {type: no-op, with: {after: $c.value}}
            """,
            Map.of("count", "many", "wrod", "hi"));

    assertThat(response.hasRun()).isFalse();
    assertThat(response.getProblemsList())
        .extracting(Problem::getLine, Problem::getCode)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(0, "unknown-input"),
            org.assertj.core.groups.Tuple.tuple(0, "wrong-type"),
            org.assertj.core.groups.Tuple.tuple(5, "unknown-node-type"),
            org.assertj.core.groups.Tuple.tuple(6, "unknown-reference"));
  }

  @Test
  void nothingInvalidIsStored() {
    submit("k", "graph: two\nnodes:\n  a: {type: noop}\n", Map.of());

    assertThat(
            fixture
                .control()
                .listGraphs(org.cinegraph.proto.v1.ListGraphsRequest.getDefaultInstance())
                .getVersionsList())
        .isEmpty();
  }

  @Test
  void anInputGivenAsValueAndAsTextIsGivenTwice() {
    SubmitRunRequest request =
        ControlFixture.submission("k", GRAPH, Map.of("word", "hi")).toBuilder()
            .addInputs(
                NamedValue.newBuilder()
                    .setName("word")
                    .setValue(PortValue.newBuilder().setJson("\"ho\"")))
            .build();

    assertThat(fixture.control().submitRun(request).getProblemsList())
        .extracting(Problem::getMessage)
        .containsExactly("Input word is given twice");
  }

  @Test
  void anArtifactThatWasNeverUploadedIsNamed() {
    ByteString digest = ByteString.copyFrom(new byte[32]);
    SubmitRunRequest request =
        ControlFixture.submission(
                "k",
                "graph: g\ninputs:\n  clip: {type: video}\nnodes:\n  a: {type: no-op}\n",
                Map.of())
            .toBuilder()
            .addInputs(
                NamedValue.newBuilder()
                    .setName("clip")
                    .setValue(
                        PortValue.newBuilder()
                            .setArtifact(
                                ArtifactReference.newBuilder()
                                    .setDigest(digest)
                                    .setBytes(1)
                                    .setMediaType("video/mp4"))))
            .build();

    assertThat(fixture.control().submitRun(request).getProblemsList())
        .extracting(Problem::getMessage)
        .containsExactly("Input clip names artifact 000000000000, which is not in the store");
  }

  @Test
  void aPartOfAGraphAsksForWhatItTakesAndSaysWhatItIs() {
    String source =
        """
        graph: two
        inputs:
          word: {type: text}
          other: {type: text}
        nodes:
          a: {type: no-op, with: {salt: $word}}
          b: {type: no-op, with: {after: $a.value, salt: $other}}
        """;
    SubmitRunRequest whole = ControlFixture.submission("k", source, Map.of("word", "hi"));
    RunOptions options = RunOptions.newBuilder().setOnly("a").addForce("a").addForce("b").build();

    assertThat(fixture.control().submitRun(whole).getProblemsList())
        .extracting(Problem::getCode)
        .containsExactly("missing-input");
    SubmitRunResponse part = fixture.control().submitRun(with(whole, options));
    assertThat(part.getProblemsList()).isEmpty();
    GetRunRequest request = GetRunRequest.newBuilder().setRunId(part.getRun().getRunId()).build();
    assertThat(fixture.control().getRun(request).getOptions()).isEqualTo(options);
    assertThat(fixture.control().submitRun(with(whole, options)).getRepeatedRequest()).isTrue();
    assertThat(refused(with(whole, options.toBuilder().clearForce().build())).getStatus().getCode())
        .isEqualTo(Status.Code.ALREADY_EXISTS);
  }

  @Test
  void aNodeThatThereIsNotIsNamedWithTheNearest() {
    SubmitRunRequest good = ControlFixture.submission("k", GRAPH, Map.of());

    assertThat(
            fixture
                .control()
                .submitRun(with(good, RunOptions.newBuilder().setUntil("c").addForce("aa").build()))
                .getProblemsList())
        .extracting(Problem::getPointer, Problem::getMessage, Problem::getHint)
        .containsExactly(
            tuple("/options/force", "Graph two has no node aa", "did you mean a?"),
            tuple("/options/until", "Graph two has no node c", "known are a, b"));
    assertThat(message(with(good, RunOptions.newBuilder().setOnly("a").setUntil("b").build())))
        .contains(
            "only and until cut a graph in two ways: expected one of them, found only a and until"
                + " b");
  }

  @Test
  void aRunForcesItsMostNodesAndNotOneMore() {
    SubmitRunRequest good = ControlFixture.submission("k", GRAPH, Map.of());
    List<String> most = Collections.nCopies(GraphLimits.FORCED, "a");

    assertThat(
            fixture
                .control()
                .submitRun(with(good, RunOptions.newBuilder().addAllForce(most).build()))
                .getProblemsList())
        .isEmpty();
    assertThat(message(with(good, RunOptions.newBuilder().addAllForce(most).addForce("a").build())))
        .contains("force must name at most 100 nodes, found 101");
  }

  private static SubmitRunRequest with(SubmitRunRequest request, RunOptions options) {
    return request.toBuilder().setOptions(options).build();
  }

  @Test
  void aStoredVersionIsRunByItsDigest() {
    SubmitRunResponse first = submit("k", GRAPH, Map.of());
    SubmitRunResponse second =
        fixture
            .control()
            .submitRun(
                SubmitRunRequest.newBuilder()
                    .setIdempotencyKey("other")
                    .setVersion(first.getRun().getGraphVersion())
                    .build());

    assertThat(second.getRun().getGraphVersion()).isEqualTo(first.getRun().getGraphVersion());
    assertThat(second.getRun().getRunId()).isNotEqualTo(first.getRun().getRunId());
  }

  @Test
  void requestsThatCannotBeMeantAreRefusedInWords() {
    SubmitRunRequest good = ControlFixture.submission("k", GRAPH, Map.of());

    assertThat(message(good.toBuilder().setIdempotencyKey(" ").build()))
        .contains("idempotency_key must have 1 to 200 characters, found 1");
    assertThat(message(good.toBuilder().clearSource().build()))
        .contains("A run needs a graph: source or version");
    assertThat(
            message(good.toBuilder().setOptions(RunOptions.newBuilder().setPriority(1001)).build()))
        .contains("priority must be -1000 to 1000, found 1001");
    assertThat(message(good.toBuilder().setVersion(ByteString.copyFromUtf8("short")).build()))
        .get()
        .asString()
        .contains("a SHA-256 of 32 bytes", "5 bytes");
    assertThat(message(good.toBuilder().setVersion(ByteString.copyFrom(new byte[32])).build()))
        .contains("There is no graph version 000000000000");
  }

  private SubmitRunResponse submit(String key, String yaml, Map<String, String> inputs) {
    return fixture.control().submitRun(ControlFixture.submission(key, yaml, inputs));
  }

  private Optional<String> message(SubmitRunRequest request) {
    return FailureMetadata.of(refused(request)).map(failure -> failure.getMessage());
  }

  private StatusRuntimeException refused(SubmitRunRequest request) {
    return catchThrowableOfType(
        StatusRuntimeException.class, () -> fixture.control().submitRun(request));
  }
}
