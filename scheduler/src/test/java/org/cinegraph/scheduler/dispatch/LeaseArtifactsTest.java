package org.cinegraph.scheduler.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.cinegraph.db.RunFixture;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.FailureMetadata;
import org.cinegraph.proto.v1.AnswerKind;
import org.cinegraph.proto.v1.ArtifactPart;
import org.cinegraph.proto.v1.CheckpointReference;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.FetchArtifactRequest;
import org.cinegraph.proto.v1.FetchArtifactResponse;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.StoreArtifactHeader;
import org.cinegraph.proto.v1.StoreArtifactRequest;
import org.cinegraph.proto.v1.StoreArtifactResponse;
import org.cinegraph.proto.v1.WorkCheckpoint;
import org.cinegraph.proto.v1.WorkerServiceGrpc;
import org.cinegraph.scheduler.wire.WriteWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Bytes under a lease.
@Timeout(120)
class LeaseArtifactsTest {
  private static final ByteString PICTURE = ByteString.copyFrom(new byte[600_000]);

  private final RunFixture runs = new RunFixture();
  @TempDir private Path store;
  private SchedulerFixture scheduler;
  private FakeWorker worker;
  private LeaseName lease;

  @BeforeEach
  void takeALease() {
    scheduler = new SchedulerFixture(runs, store, Duration.ofHours(1));
    worker = FakeWorker.ready(scheduler.channel(), UUID.randomUUID());
    runs.takeIn(runs.plan("graph: g\nnodes:\n  a: {type: no-op, with: {salt: one}}\n", 500), 0);
    lease = worker.lease().getName();
  }

  @AfterEach
  void close() {
    scheduler.close();
    runs.close();
  }

  @Test
  void whatALeaseStoresItCanFetchInPieces() {
    StoreArtifactResponse stored = store(header(lease, PICTURE).build(), PICTURE);

    assertThat(stored.getReference().getBytes()).isEqualTo(PICTURE.size());
    assertThat(fetch(lease, digest(PICTURE))).isEqualTo(PICTURE);
  }

  @Test
  void aFolderWithTheSecretOfTheLeaseGetsAReadOnlyLinkInsteadOfPieces(@TempDir Path folder)
      throws Exception {
    store(header(lease, PICTURE).build(), PICTURE);
    Files.write(folder.resolve("secret"), lease.getSecret().toByteArray());

    List<FetchArtifactResponse> answers = fetchInto(folder);

    assertThat(answers).hasSize(1);
    assertThat(answers.getFirst().getPiece()).isEmpty();
    Path placed = folder.resolve(answers.getFirst().getPlaced());
    assertThat(Files.readAllBytes(placed)).isEqualTo(PICTURE.toByteArray());
    assertThat(Files.getPosixFilePermissions(placed))
        .doesNotContain(PosixFilePermission.OWNER_WRITE);
  }

  @Test
  void aFolderThatDoesNotProveWhoseItIsIsLeftAlone(@TempDir Path folder) throws Exception {
    store(header(lease, PICTURE).build(), PICTURE);
    Files.writeString(folder.resolve("secret"), "guessed");

    assertThat(fetchInto(folder))
        .allMatch(answer -> answer.getPlaced().isEmpty())
        .hasSizeGreaterThan(1);
    assertThat(folder.toFile().list()).containsExactly("secret");
  }

  private List<FetchArtifactResponse> fetchInto(Path folder) {
    List<FetchArtifactResponse> answers = new ArrayList<>();
    WorkerServiceGrpc.newBlockingStub(scheduler.channel())
        .fetchArtifact(
            FetchArtifactRequest.newBuilder()
                .setLease(lease)
                .setDigest(digest(PICTURE))
                .setFolder(folder.toString())
                .build())
        .forEachRemaining(answers::add);
    return answers;
  }

  @Test
  void neitherAWrongSecretNorAForeignArtifactIsReached() {
    store(header(lease, PICTURE).build(), PICTURE);

    assertDenied(() -> fetch(FakeWorker.withSecret(lease, "guessed"), digest(PICTURE)));
    assertDenied(() -> fetch(lease, digest(ByteString.copyFromUtf8("of somebody else"))));
    LeaseName guessed = FakeWorker.withSecret(lease, "guessed");
    assertDenied(() -> store(header(guessed, PICTURE).build(), PICTURE));
  }

  @Test
  void nothingIsReachedUnderALeaseThatIsOver() {
    store(header(lease, PICTURE).build(), PICTURE);
    worker.done(lease);
    worker.answer();

    assertDenied(() -> fetch(lease, digest(PICTURE)));
    assertDenied(() -> store(header(lease, PICTURE).build(), PICTURE));
  }

  @Test
  void bytesThatAreNotThoseAnnouncedAreRefused() {
    ByteString other = ByteString.copyFrom(new byte[PICTURE.size() + 1]);

    Throwable longer = catchThrowable(() -> store(header(lease, PICTURE).build(), other));
    assertThat(reason(longer)).contains("piece: expected 600000 bytes in all, as announced");
    Throwable shorter =
        catchThrowable(() -> store(header(lease, PICTURE).build(), PICTURE.substring(1)));
    assertThat(reason(shorter)).contains("expected 600000 bytes, found 599999 bytes");
    Throwable altered =
        catchThrowable(() ->
            store(
                header(lease, PICTURE)
                    .setDigest(digest(ByteString.copyFromUtf8("another")))
                    .build(),
                PICTURE));
    assertThat(reason(altered)).contains("did not arrive as announced: expected the digest");
  }

  @Test
  void aPartThatWasNotStoredIsNamed() {
    ByteString part = digest(ByteString.copyFromUtf8("part"));

    Throwable refused =
        catchThrowable(() ->
            store(
                header(lease, PICTURE)
                    .addParts(ArtifactPart.newBuilder().setDigest(part).setBytes(4))
                    .build(),
                PICTURE));

    assertThat(reason(refused)).contains("names part", "which was not stored");
  }

  @Test
  void theNewestTwoCheckpointsAreWhereTheNextAttemptCanGoOn() {
    checkpoint(1, PICTURE.substring(2));
    CheckpointReference older = checkpoint(2, PICTURE.substring(1));
    CheckpointReference newest = checkpoint(3, PICTURE);
    worker.leave();

    Lease next = FakeWorker.ready(scheduler.channel(), UUID.randomUUID()).lease();
    assertThat(next.getCheckpoint()).isEqualTo(newest);
    assertThat(next.getOlderCheckpointsList()).containsExactly(older);
    assertThat(fetch(next.getName(), digest(PICTURE))).isEqualTo(PICTURE);
    assertThat(fetch(next.getName(), digest(PICTURE.substring(1)))).isEqualTo(PICTURE.substring(1));
  }

  @Test
  void aCheckpointThatIsGoneFromTheStoreLeavesItsLeaseOpenAndIsNotNamedAgain() throws Exception {
    CheckpointReference older = checkpoint(2, PICTURE.substring(1));
    checkpoint(3, PICTURE);
    worker.leave();
    deleteFromStore(Digest.of(PICTURE.toByteArray()));
    FakeWorker second = FakeWorker.ready(scheduler.channel(), UUID.randomUUID());
    LeaseName name = second.lease().getName();

    Throwable gone = cause(catchThrowable(() -> fetch(name, digest(PICTURE))));

    assertThat(Status.fromThrowable(gone).getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(fetch(name, digest(PICTURE.substring(1)))).isEqualTo(PICTURE.substring(1));
    second.leave();
    Lease third = FakeWorker.ready(scheduler.channel(), UUID.randomUUID()).lease();
    assertThat(third.getCheckpoint()).isEqualTo(older);
    assertThat(third.getOlderCheckpointsList()).isEmpty();
  }

  private CheckpointReference checkpoint(int step, ByteString content) {
    CheckpointReference checkpoint =
        CheckpointReference.newBuilder()
            .setNextStep(step)
            .setSteps(24)
            .setState(store(header(lease, content).build(), content).getReference())
            .setFingerprint(ByteString.copyFromUtf8("this machine"))
            .setNumericallyEquivalent(step == 3)
            .build();
    worker.send(
        ConnectRequest.newBuilder()
            .setCheckpoint(WorkCheckpoint.newBuilder().setLease(lease).setCheckpoint(checkpoint))
            .build());
    assertThat(worker.answer().getKind()).isEqualTo(AnswerKind.ANSWER_KIND_COMMITTED);
    return checkpoint;
  }

  private void deleteFromStore(Digest digest) throws Exception {
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.filter(path -> path.endsWith(digest.hex())).toList()) {
        Files.delete(file);
      }
    }
  }

  private StoreArtifactResponse store(StoreArtifactHeader header, ByteString content) {
    CompletableFuture<StoreArtifactResponse> answer = new CompletableFuture<>();
    StreamObserver<StoreArtifactRequest> out =
        WorkerServiceGrpc.newStub(scheduler.channel())
            .storeArtifact(
                new StreamObserver<>() {
                  @Override
                  public void onNext(StoreArtifactResponse message) {
                    answer.complete(message);
                  }

                  @Override
                  public void onError(Throwable cause) {
                    answer.completeExceptionally(cause);
                  }

                  @Override
                  public void onCompleted() {}
                });
    out.onNext(StoreArtifactRequest.newBuilder().setHeader(header).build());
    for (int at = 0; at < content.size(); at += 200_000) {
      ByteString piece = content.substring(at, Math.min(content.size(), at + 200_000));
      out.onNext(StoreArtifactRequest.newBuilder().setPiece(piece).build());
    }
    out.onCompleted();
    return answer.join();
  }

  private static StoreArtifactHeader.Builder header(LeaseName name, ByteString content) {
    return StoreArtifactHeader.newBuilder()
        .setLease(name)
        .setMediaType("application/octet-stream")
        .setDigest(digest(content))
        .setBytes(content.size());
  }

  private ByteString fetch(LeaseName name, ByteString digest) {
    Iterator<FetchArtifactResponse> pieces =
        WorkerServiceGrpc.newBlockingStub(scheduler.channel())
            .fetchArtifact(
                FetchArtifactRequest.newBuilder().setLease(name).setDigest(digest).build());
    ByteString content = ByteString.EMPTY;
    while (pieces.hasNext()) {
      content = content.concat(pieces.next().getPiece());
    }
    return content;
  }

  private static void assertDenied(Runnable call) {
    Throwable cause = cause(catchThrowable(call::run));
    assertThat(Status.fromThrowable(cause).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
  }

  private static String reason(Throwable refused) {
    return FailureMetadata.of(cause(refused)).orElseThrow().getMessage();
  }

  private static Throwable cause(Throwable refused) {
    return refused instanceof CompletionException && refused.getCause() != null
        ? refused.getCause()
        : refused;
  }

  private static ByteString digest(ByteString content) {
    return WriteWire.digest(Digest.of(content.toByteArray()));
  }
}
