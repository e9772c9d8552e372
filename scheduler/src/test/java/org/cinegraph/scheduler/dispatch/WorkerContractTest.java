package org.cinegraph.scheduler.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.catalog.CatalogRows;
import org.cinegraph.db.work.QueuedWork;
import org.cinegraph.db.work.RefusedType;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.AnswerKind;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.Failure;
import org.cinegraph.proto.v1.FailureCategory;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.WorkAnswer;
import org.cinegraph.proto.v1.WorkDone;
import org.cinegraph.proto.v1.WorkFailed;
import org.cinegraph.scheduler.wire.WriteWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a worker is told when it breaks the contract.
@Timeout(120)
class WorkerContractTest {
  private static final String ONE =
      """
      graph: one
      nodes:
        a: {type: no-op, with: {salt: one}}
      """;

  private static final String COUNTS =
      """
      graph: counts
      nodes:
        a: {type: tally}
      """;

  private final UUID id = UUID.randomUUID();
  private final RunFixture runs = new RunFixture();
  @TempDir private Path store;
  private SchedulerFixture scheduler;

  @BeforeEach
  void start() {
    scheduler = new SchedulerFixture(runs, store, Duration.ofHours(1));
  }

  @AfterEach
  void close() {
    scheduler.close();
    runs.close();
  }

  @Test
  void aStreamThatDoesNotBeginWithAHelloIsRefused() {
    FakeWorker worker = FakeWorker.silent(scheduler.channel());
    worker.credits(1);

    assertRefused(worker, "The first message of a stream is a hello");
  }

  @Test
  void aSecondHelloIsRefused() {
    FakeWorker worker = FakeWorker.ready(scheduler.channel(), id);
    worker.send(FakeWorker.hello(id).build());

    assertRefused(worker, "A stream has one hello, at its start");
  }

  @Test
  void anEmptyMessageIsRefused() {
    FakeWorker worker = FakeWorker.ready(scheduler.channel(), id);
    worker.send(ConnectRequest.getDefaultInstance());

    assertRefused(worker, "message: expected one of the known messages, found none");
  }

  @Test
  void everyMistakeOfAHelloIsNamedInOneAnswer() {
    FakeWorker worker = FakeWorker.silent(scheduler.channel());
    worker.send(
        FakeWorker.hello(id)
            .setWorkerId(ByteString.copyFromUtf8("short"))
            .setName(" ")
            .setProtocolVersion(9)
            .setNodeTypes(0, FakeWorker.noOp().setVersion(2))
            .addNodeTypes(FakeWorker.noOp().setDeclarationDigest(digest("other")))
            .addHeld(LeaseName.newBuilder().setFence(0))
            .build());

    assertRefused(
        worker,
        "This hello is refused: worker_id: expected a UUID of 16 bytes, found 5 bytes; "
            + "name: expected 1 to 200 characters, found nothing; "
            + "protocol_version: expected 1, found 9; "
            + "node_types[0]: expected the type and version of its declaration, no-op version 1, "
            + "found no-op version 2; "
            + "node_types[1].declaration_digest: expected the SHA-256 of declaration_json %s, found %s; "
                .formatted(
                    DeclarationJson.digest(RunFixture.NO_OP).brief(), Digest.of("other").brief())
            + "held[0].fence: expected at least 1, found 0");
  }

  @Test
  void aDeclarationThatContradictsItselfIsRefused() {
    String wrong =
        CanonicalJson.write(DeclarationJson.write(RunFixture.NO_OP))
            .replace("\"name\":\"and\"", "\"name\":\"after\"");
    FakeWorker worker = FakeWorker.silent(scheduler.channel());
    worker.send(
        FakeWorker.hello(id)
            .setNodeTypes(
                0, FakeWorker.noOp().setDeclarationJson(wrong).setDeclarationDigest(digest(wrong)))
            .build());

    assertRefused(
        worker,
        "This hello is refused: node_types[0].declaration_json: Two ports or parameters are named after");
  }

  @Test
  void aChangedDeclarationOfAKnownVersionIsLeftOutWithBothDigestsAndTheOthersAreServed() {
    String changed =
        CanonicalJson.write(DeclarationJson.write(RunFixture.NO_OP))
            .replace("Gives its salt.", "Gives its pepper.");
    FakeWorker worker = FakeWorker.silent(scheduler.channel());
    worker.send(
        FakeWorker.hello(id)
            .setNodeTypes(
                0,
                FakeWorker.noOp().setDeclarationJson(changed).setDeclarationDigest(digest(changed)))
            .addNodeTypes(FakeWorker.offered(RunFixture.COUNT))
            .build());

    assertThat(worker.next(ConnectResponse.MessageCase.WELCOME).getWelcome().getLeftOutList())
        .containsExactly(
            "Node type no-op version 1 is left out: it is known with declaration %s, this worker offers %s; give the changed declaration a new version"
                .formatted(DeclarationJson.digest(RunFixture.NO_OP), Digest.of(changed)));
    assertThat(new CatalogRows(runs.database()).workers())
        .filteredOn(row -> row.id().equals(id))
        .flatExtracting(CatalogRows.WorkerRow::refused)
        .extracting(RefusedType::type)
        .containsExactly("no-op");
    worker.renew();
    worker.credits(2);
    runs.takeIn(runs.plan(ONE, 500), 0);
    runs.takeIn(runs.plan(COUNTS, 500), 0);
    assertThat(worker.lease().getType()).isEqualTo("tally");
    assertThat(runs.waiting()).extracting(QueuedWork::type).containsExactly("no-op");
  }

  @Test
  void outputsThatAreNotTheDeclaredOnesAreRefusedAndTheLeaseGoesOn() {
    FakeWorker worker = FakeWorker.ready(scheduler.channel(), id);
    runs.takeIn(runs.plan(ONE, 500), 0);
    LeaseName lease = worker.lease().getName();

    worker.send(ConnectRequest.newBuilder().setDone(WorkDone.newBuilder().setLease(lease)).build());
    WorkAnswer refused = worker.answer();
    assertThat(refused.getKind()).isEqualTo(AnswerKind.ANSWER_KIND_REFUSED);
    assertThat(refused.getFailure().getMessage())
        .isEqualTo("A no-op must fill the ports [value], found []");
    worker.done(lease);
    assertThat(worker.answer().getKind()).isEqualTo(AnswerKind.ANSWER_KIND_COMMITTED);
  }

  @Test
  void aReportWithAWrongFieldIsRefusedByTheNameOfTheField() {
    FakeWorker worker = FakeWorker.ready(scheduler.channel(), id);
    runs.takeIn(runs.plan(ONE, 500), 0);
    LeaseName lease = worker.lease().getName();

    worker.send(
        ConnectRequest.newBuilder()
            .setDone(
                WorkDone.newBuilder()
                    .setLease(lease)
                    .addOutputs(NamedValue.newBuilder().setName("value")))
            .build());
    assertThat(worker.answer().getFailure().getMessage())
        .isEqualTo("done.outputs.value: expected a value, found none");
    worker.send(
        ConnectRequest.newBuilder()
            .setFailed(
                WorkFailed.newBuilder()
                    .setLease(lease)
                    .setFailure(Failure.newBuilder().setCode("broken")))
            .build());
    assertThat(worker.answer().getFailure().getMessage())
        .isEqualTo("failed.failure.category: expected a category, found none that is known");
  }

  @Test
  void aNewerStreamOfTheSameWorkerEndsTheOlderOne() {
    FakeWorker older = FakeWorker.ready(scheduler.channel(), id);
    FakeWorker newer = FakeWorker.ready(scheduler.channel(), id);
    newer.renew();

    assertThat(older.refusal().getMessage()).isEqualTo("Worker fake opened a newer stream");
    assertThat(scheduler.scheduler().workers()).hasSize(1);
  }

  private static void assertRefused(FakeWorker worker, String message) {
    Failure failure = worker.refusal();
    assertThat(failure.getMessage()).isEqualTo(message);
    assertThat(failure.getCode()).isEqualTo("malformed-message");
    assertThat(failure.getCategory()).isEqualTo(FailureCategory.FAILURE_CATEGORY_USER);
  }

  private static ByteString digest(String text) {
    return WriteWire.digest(Digest.of(text));
  }
}
