package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.function.ValueFunctions;
import org.cinegraph.proto.v1.CatalogEntry;
import org.cinegraph.proto.v1.CheckGraphRequest;
import org.cinegraph.proto.v1.CheckGraphResponse;
import org.cinegraph.proto.v1.GetGraphRequest;
import org.cinegraph.proto.v1.GraphVersion;
import org.cinegraph.proto.v1.ListGraphsRequest;
import org.cinegraph.proto.v1.ListGraphsResponse;
import org.cinegraph.proto.v1.ListNodeTypesRequest;
import org.cinegraph.proto.v1.Problem;
import org.cinegraph.proto.v1.StoreGraphRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphCallsTest {
  private static final String ONE = "graph: one\nnodes:\n  a: {type: no-op, with: {salt: x}}\n";

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
  void aSoundGraphGetsTheDigestOfItsCanonicalForm() {
    CheckGraphResponse plain = check(ONE);
    CheckGraphResponse commented = check("# one\n" + ONE);

    assertThat(plain.getProblemsList()).isEmpty();
    assertThat(plain.getName()).isEqualTo("one");
    assertThat(plain.getVersion().size()).isEqualTo(Digest.BYTES);
    assertThat(commented.getVersion()).isEqualTo(plain.getVersion());
  }

  @Test
  void aProblemKeepsItsPlaceOnTheWire() {
    Problem problem = check("graph: one\nnodes:\n  a: {type: no-opp}\n").getProblems(0);

    assertThat(problem.getCode()).isEqualTo("unknown-node-type");
    assertThat(problem.getLine()).isEqualTo(3);
    assertThat(problem.getColumn()).isEqualTo(13);
    assertThat(problem.getPointer()).isEqualTo("/nodes/a/type");
    assertThat(problem.getNode()).isEqualTo("a");
    assertThat(problem.getHint()).contains("no-op");
  }

  @Test
  void manyMistakesGetAsManyMessagesInOneAnswer() {
    CheckGraphResponse checked =
        check(
            """
            graph: eight
            inputs:
              seed: {type: int, default: seven}
            nodes:
              a: {type: no-opp}
              b: {type: no-op, with: {salt: 7}}
              c: {type: no-op, with: {sugar: x}}
              d: {type: no-op, with: {after: $nowhere.value}}
              e: {type: no-op, with: {after: $f.value}}
              f: {type: no-op, with: {after: $e.value}}
              g: {type: no-op@9}
              c: {type: no-op}
            outputs:
              end: $b.ending
            """);

    assertThat(checked.getVersion().isEmpty()).isTrue();
    assertThat(checked.getProblemsList())
        .extracting(Problem::getLine, Problem::getCode)
        .containsExactly(
            tuple(3, "wrong-type"),
            tuple(5, "unknown-node-type"),
            tuple(6, "wrong-type"),
            tuple(7, "unknown-argument"),
            tuple(8, "unknown-reference"),
            tuple(9, "cycle"),
            tuple(11, "unknown-version"),
            tuple(12, "duplicate-key"),
            tuple(14, "unknown-port"));
  }

  @Test
  void versionsOfANameAreCountedAndOneThatIsKnownIsNotStoredAgain() {
    assertThat(store(ONE).getNumber()).isEqualTo(1);
    assertThat(store("# the same\n" + ONE).getNumber()).isEqualTo(1);
    assertThat(store(ONE.replace("salt: x", "salt: y")).getNumber()).isEqualTo(2);
  }

  @Test
  void aGraphIsGivenBackAsItWasWritten() {
    store("# mine\n" + ONE);
    store(ONE.replace("salt: x", "salt: y"));

    assertThat(get("one", 1).toStringUtf8()).isEqualTo("# mine\n" + ONE);
    assertThat(get("one", 0).toStringUtf8()).contains("salt: y");
  }

  @Test
  void aGraphThatThereIsNotIsNamed() {
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> get("two", 3));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refused.getStatus().getDescription())
        .isEqualTo("There is no version 3 of graph two");
  }

  @Test
  void graphsAreListedPageByPage() {
    for (String name : new String[] {"c", "a", "b"}) {
      store(ONE.replace("graph: one", "graph: " + name));
    }
    ListGraphsResponse first = list("", 2, "");
    ListGraphsResponse second = list("", 2, first.getNextPageToken());

    assertThat(first.getVersionsList()).extracting(GraphVersion::getName).containsExactly("a", "b");
    assertThat(second.getVersionsList()).extracting(GraphVersion::getName).containsExactly("c");
    assertThat(second.getNextPageToken()).isEmpty();
  }

  @Test
  void versionsOfAGraphAreListedNewestFirst() {
    for (int i = 1; i <= 3; i++) {
      store(ONE.replace("salt: x", "salt: v" + i));
    }
    ListGraphsResponse first = list("one", 2, "");
    ListGraphsResponse second = list("one", 2, first.getNextPageToken());

    assertThat(first.getVersionsList()).extracting(GraphVersion::getNumber).containsExactly(3, 2);
    assertThat(second.getVersionsList()).extracting(GraphVersion::getNumber).containsExactly(1);
  }

  @Test
  void aTokenThatNoPageGaveIsRefused() {
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> list("one", 2, "x"));

    assertThat(refused.getStatus().getDescription())
        .isEqualTo("page_token must be one that an earlier page gave, found x");
  }

  @Test
  void whileNoWorkerEverCameACheckWaitsAndThenSaysSo() {
    fixture.runs.database().run(sql -> sql.update("TRUNCATE node_type CASCADE"));
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> check(ONE));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refused.getStatus().getDescription())
        .isEqualTo(
            "No worker has connected yet, so no node type is known; start one with ./cinegraph worker");
  }

  @Test
  void nodeTypesAreListedWithTheirDeclarations() {
    var types = fixture.control().listNodeTypes(ListNodeTypesRequest.getDefaultInstance());

    assertThat(types.getNodeTypesList())
        .filteredOn(type -> !type.getOfLanguage())
        .hasSize(2)
        .first()
        .satisfies(type -> {
          assertThat(type.getType()).isEqualTo("no-op");
          assertThat(type.getOffered()).isTrue();
          assertThat(type.getDeclarationJson()).contains("\"title\":\"Nothing\"");
        });
    assertThat(types.getNodeTypesList())
        .filteredOn(CatalogEntry::getOfLanguage)
        .extracting(CatalogEntry::getType)
        .containsExactlyElementsOf(ValueFunctions.names());
  }

  private CheckGraphResponse check(String yaml) {
    return fixture
        .control()
        .checkGraph(CheckGraphRequest.newBuilder().setSource(ControlFixture.source(yaml)).build());
  }

  private GraphVersion store(String yaml) {
    return fixture
        .control()
        .storeGraph(StoreGraphRequest.newBuilder().setSource(ControlFixture.source(yaml)).build())
        .getVersion();
  }

  private ByteString get(String name, int number) {
    return fixture
        .control()
        .getGraph(GetGraphRequest.newBuilder().setName(name).setNumber(number).build())
        .getContent();
  }

  private ListGraphsResponse list(String name, int size, String token) {
    return fixture
        .control()
        .listGraphs(
            ListGraphsRequest.newBuilder()
                .setName(name)
                .setPageSize(size)
                .setPageToken(token)
                .build());
  }
}
