package org.cinegraph.scheduler.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.proto.fuzz.RandomMessages;
import org.cinegraph.proto.v1.AnswerKind;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.FetchArtifactRequest;
import org.cinegraph.proto.v1.FetchArtifactResponse;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.StoreArtifactRequest;
import org.cinegraph.proto.v1.StoreArtifactResponse;
import org.cinegraph.proto.v1.WorkerHello;
import org.cinegraph.proto.v1.WorkerServiceGrpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// A worker that says anything at all: random bytes, random messages in random order, old fences,
/// giant fields. Every call is answered and none as a defect of the server, and the lease of an
/// honest worker beside it is untouched.
class WorkerServiceFuzzTest {
  private static final int MESSAGES = Integer.getInteger("cinegraph.fuzz-messages", 100_000);
  private static final int MESSAGES_A_STREAM = 25;
  private static final int LEASES_TO_SPOIL = 60;
  private static final int PATIENCE_SECONDS = 30;
  private static final long MOST_BYTES_KEPT = 64 << 20;
  private static final ch.qos.logback.classic.Logger REFUSALS =
      (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("org.cinegraph.scheduler.connection");
  private static final Logger UNREADABLE = Logger.getLogger("io.grpc.internal.SerializingExecutor");

  @TempDir Path store;

  private final RandomMessages messages = new RandomMessages(4);
  private final Random random = new Random(5);
  private final SortedMap<Status.Code, Integer> ends = new TreeMap<>();
  private final SortedSet<String> defects = new TreeSet<>();
  private int said;
  private RunFixture runs;
  private SchedulerFixture scheduler;

  @BeforeEach
  void start() {
    // Each of many thousand refusals would be a line, or a stack trace of the library's own.
    REFUSALS.setLevel(ch.qos.logback.classic.Level.ERROR);
    UNREADABLE.setLevel(Level.OFF);
    runs = new RunFixture();
    scheduler = new SchedulerFixture(runs, store, Duration.ofHours(1));
  }

  @AfterEach
  void close() {
    scheduler.close();
    runs.close();
    REFUSALS.setLevel(null);
    UNREADABLE.setLevel(null);
  }

  @Test
  void nothingThatAWorkerSaysBreaksTheServerOrTouchesAnotherLease() throws Exception {
    FakeWorker honest = FakeWorker.ready(scheduler.channel(), UUID.randomUUID());
    RunRow run = runs.plan("graph: g\nnodes:\n  a: {type: no-op, with: {salt: one}}\n", 500);
    runs.takeIn(run, 0);
    LeaseName lease = honest.lease().getName();
    bait(lease);
    long before = bytesInUse();

    while (said < MESSAGES) {
      switch (random.nextInt(8)) {
        case 0 -> garbage();
        case 1 -> fetches();
        case 2 -> stores();
        default -> stream();
      }
    }

    assertThat(defects).as("answers that speak of a defect, of " + ends).isEmpty();
    assertThat(messages.reached()).containsAll(allFields());
    honest.done(lease);
    assertThat(honest.answer().getKind()).isEqualTo(AnswerKind.ANSWER_KIND_COMMITTED);
    assertThat(runs.events(run)).endsWith("node-succeeded a", "run-succeeded");
    assertThat(bytesInUse() - before).isLessThan(MOST_BYTES_KEPT);
  }

  /// What gets past the first look: the open lease with another fence or secret, and a hello that
  /// is right.
  private void bait(LeaseName lease) {
    LeaseName old = lease.toBuilder().setFence(lease.getFence() - 1).build();
    LeaseName next = lease.toBuilder().setFence(lease.getFence() + 1).build();
    LeaseName guessed = FakeWorker.withSecret(lease, "guessed");
    List<LeaseName> names = new ArrayList<>(List.of(old, next, guessed));
    names.addAll(leasesToSpoil());
    for (String field : allFields()) {
      if (field.endsWith(".lease") || field.endsWith(".held") || field.endsWith(".leases")) {
        messages.bait(field, () -> names.get(random.nextInt(names.size())));
      }
    }
    messages.bait("cinegraph.v1.ConnectRequest.hello", this::helloThatMayBeTaken);
  }

  /// Leases whose secrets are known: what is said under them reaches the tables.
  private List<LeaseName> leasesToSpoil() {
    StringBuilder nodes = new StringBuilder("graph: g\nnodes:\n");
    for (int i = 0; i < LEASES_TO_SPOIL; i++) {
      nodes.append("  n%d: {type: no-op, with: {salt: spoil-%d}}%n".formatted(i, i));
    }
    RunRow run = runs.plan(nodes.toString(), 500);
    FakeWorker holder = FakeWorker.ready(scheduler.channel(), UUID.randomUUID());
    holder.credits(LEASES_TO_SPOIL - 1);
    for (int i = 0; i < LEASES_TO_SPOIL; i++) {
      runs.takeIn(run, i);
    }
    return Stream.generate(() -> holder.lease().getName()).limit(LEASES_TO_SPOIL).toList();
  }

  private WorkerHello helloThatMayBeTaken() {
    WorkerHello right = FakeWorker.hello(UUID.randomUUID()).build();
    return random.nextBoolean() ? right : messages.changed(right);
  }

  private void stream() throws Exception {
    End<ConnectResponse> end = new End<>();
    StreamObserver<ConnectRequest> out =
        WorkerServiceGrpc.newStub(scheduler.channel()).connect(end);
    for (int i = 0; i < MESSAGES_A_STREAM && !end.isOver(); i++) {
      out.onNext(said(messages.next(ConnectRequest.getDefaultInstance())));
    }
    if (!end.isOver()) {
      out.onCompleted();
    }
    note(end);
  }

  private void fetches() throws Exception {
    for (int i = 0; i < MESSAGES_A_STREAM; i++) {
      End<FetchArtifactResponse> end = new End<>();
      WorkerServiceGrpc.newStub(scheduler.channel())
          .fetchArtifact(said(messages.next(FetchArtifactRequest.getDefaultInstance())), end);
      note(end);
    }
  }

  private void stores() throws Exception {
    End<StoreArtifactResponse> end = new End<>();
    StreamObserver<StoreArtifactRequest> out =
        WorkerServiceGrpc.newStub(scheduler.channel()).storeArtifact(end);
    for (int i = 0; i < MESSAGES_A_STREAM && !end.isOver(); i++) {
      out.onNext(said(messages.next(StoreArtifactRequest.getDefaultInstance())));
    }
    if (!end.isOver()) {
      out.onCompleted();
    }
    note(end);
  }

  /// Bytes that are no message. gRPC itself answers these, as internal or unknown.
  private void garbage() throws Exception {
    byte[] bytes = new byte[1 + random.nextInt(200)];
    random.nextBytes(bytes);
    MethodDescriptor<byte[], ConnectResponse> raw =
        WorkerServiceGrpc.getConnectMethod().toBuilder(
                new Bytes(), WorkerServiceGrpc.getConnectMethod().getResponseMarshaller())
            .build();
    End<ConnectResponse> end = new End<>();
    StreamObserver<byte[]> out =
        ClientCalls.asyncBidiStreamingCall(
            scheduler.channel().newCall(raw, CallOptions.DEFAULT), end);
    out.onNext(said(bytes));
    out.onCompleted();
    end.await();
  }

  private <M> M said(M message) {
    said++;
    return message;
  }

  private void note(End<?> end) throws Exception {
    Status status = end.await();
    ends.merge(status.getCode(), 1, Integer::sum);
    if (status.getCode() == Status.Code.INTERNAL || status.getCode() == Status.Code.UNKNOWN) {
      defects.add(status.getCode() + " " + status.getDescription());
    }
  }

  private static SortedSet<String> allFields() {
    SortedSet<String> fields = RandomMessages.fields(ConnectRequest.getDescriptor());
    fields.addAll(RandomMessages.fields(FetchArtifactRequest.getDescriptor()));
    fields.addAll(RandomMessages.fields(StoreArtifactRequest.getDescriptor()));
    return fields;
  }

  private static long bytesInUse() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /// How a call ended.
  private static final class End<T> implements StreamObserver<T> {
    private final CompletableFuture<Status> status = new CompletableFuture<>();

    @Override
    public void onNext(T message) {}

    @Override
    public void onError(Throwable cause) {
      status.complete(Status.fromThrowable(cause));
    }

    @Override
    public void onCompleted() {
      status.complete(Status.OK);
    }

    boolean isOver() {
      return status.isDone();
    }

    Status await() throws Exception {
      return status.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      throw new UnsupportedOperationException("nothing is read with it");
    }
  }
}
