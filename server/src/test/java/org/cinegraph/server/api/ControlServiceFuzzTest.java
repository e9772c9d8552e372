package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.fuzz.RandomMessages;
import org.cinegraph.proto.v1.ControlServiceGrpc;
import org.cinegraph.proto.v1.KillRunRequest;
import org.cinegraph.proto.v1.SubmitRunResponse;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client that calls anything with anything: every call is answered, none as a defect of the
/// server, and what was there before is as it was.
class ControlServiceFuzzTest {
  private static final int MESSAGES = Integer.getInteger("cinegraph.fuzz-messages", 100_000);
  private static final int MESSAGES_A_STREAM = 5;
  private static final int PATIENCE_SECONDS = 30;
  private static final long MOST_BYTES_KEPT = 64 << 20;
  private static final List<Status.Code> DEFECTS =
      List.of(Status.Code.INTERNAL, Status.Code.UNKNOWN, Status.Code.DEADLINE_EXCEEDED);
  private static final String GRAPH =
      "graph: g\nnodes:\n  a: {type: no-op, with: {salt: one}}\n"
          + "  judged: {approve: Good?, with: {value: $a.value}, edit: [value], timeout: 1h, otherwise: accept}\n"
          + "outputs:\n  value: $judged.value\n";

  @TempDir Path folder;

  private final RandomMessages messages = new RandomMessages(6);
  private final Random random = new Random(7);
  private final SortedMap<Status.Code, Integer> ends = new TreeMap<>();
  private final SortedSet<String> defects = new TreeSet<>();
  private int said;
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
  void nothingThatAClientSaysBreaksTheServerOrChangesARun() throws Exception {
    SubmitRunResponse submitted =
        fixture.control().submitRun(ControlFixture.submission("first", GRAPH, Map.of()));
    ByteString run = submitted.getRun().getRunId();
    fixture.control().killRun(KillRunRequest.newBuilder().setRunId(run).build());
    int events = events(run);
    bait(run, submitted.getRun().getGraphVersion());
    long before = bytesInUse();

    List<MethodDescriptor<?, ?>> methods =
        List.copyOf(ControlServiceGrpc.getServiceDescriptor().getMethods());
    while (said < MESSAGES) {
      call(methods.get(random.nextInt(methods.size())));
    }

    assertThat(defects).as("answers that speak of a defect, of " + ends).isEmpty();
    assertThat(messages.reached()).containsAll(allFields(methods));
    assertThat(events(run)).isEqualTo(events);
    assertThat(bytesInUse() - before).isLessThan(MOST_BYTES_KEPT);
  }

  /// What gets past the first look: a run that has ended, a graph that is stored, documents that
  /// are nearly right.
  private void bait(ByteString run, ByteString version) {
    messages.bait("cinegraph.v1.SubmitRunRequest.version", () -> version);
    messages.bait("cinegraph.v1.SubmitRunRequest.idempotency_key", () -> "key " + said);
    messages.bait(
        "cinegraph.v1.GetLineageRequest.digest",
        () -> ByteString.copyFrom(Digest.of("an artifact").bytes()));
    messages.bait("cinegraph.v1.ExplainNodeRequest.node", () -> "a");
    baitParts(run);
    messages.bait("cinegraph.v1.AnswerApprovalRequest.node", () -> "judged");
    messages.bait("cinegraph.v1.ListApprovalsRequest.node", () -> "judged");
    messages.bait("cinegraph.v1.GetGraphRequest.name", () -> "g");
    messages.bait(
        "cinegraph.v1.GetGraphRequest.version",
        () -> random.nextBoolean() ? version : ByteString.EMPTY);
    messages.bait("cinegraph.v1.GraphSource.content", this::nearlyRight);
    for (String request :
        List.of(
            "GetRun",
            "ListNodes",
            "WatchRun",
            "StopRun",
            "KillRun",
            "SetRunPriority",
            "ForkRun",
            "RetryNode",
            "ReleaseNode",
            "PauseRun",
            "ResumeRun",
            "GetNodeLog",
            "GetTimeline",
            "ExplainNode",
            "ListApprovals",
            "AnswerApproval",
            "ListAudit")) {
      messages.bait("cinegraph.v1." + request + "Request.run_id", () -> run);
    }
  }

  private void baitParts(ByteString run) {
    messages.bait("cinegraph.v1.RunOptions.only", () -> random.nextBoolean() ? "a" : "");
    messages.bait("cinegraph.v1.RunOptions.until", () -> random.nextBoolean() ? "judged" : "");
    messages.bait("cinegraph.v1.RunOptions.force", () -> "a");
    messages.bait("cinegraph.v1.DiffRunsRequest.before", () -> run);
    messages.bait("cinegraph.v1.DiffRunsRequest.now", () -> run);
  }

  private ByteString nearlyRight() {
    byte[] document = GRAPH.getBytes(StandardCharsets.UTF_8);
    int changes = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      document[random.nextInt(document.length)] = (byte) random.nextInt(256);
    }
    return ByteString.copyFrom(document);
  }

  @SuppressWarnings("unchecked")
  private <Q, A> void call(MethodDescriptor<Q, A> method) throws Exception {
    Message prototype =
        (Message) ((PrototypeMarshaller<Q>) method.getRequestMarshaller()).getMessagePrototype();
    End<A> end = new End<>();
    ClientCall<Q, A> call =
        fixture
            .channel()
            .newCall(method, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS));
    call.start(end, new Metadata());
    call.request(Integer.MAX_VALUE);
    int count = method.getType().clientSendsOneMessage() ? 1 : random.nextInt(MESSAGES_A_STREAM);
    for (int i = 0; i < count && !end.status.isDone(); i++) {
      call.sendMessage((Q) messages.next(Objects.requireNonNull(prototype)));
      said++;
    }
    call.halfClose();
    Status status = end.status.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    ends.merge(status.getCode(), 1, Integer::sum);
    if (DEFECTS.contains(status.getCode())) {
      defects.add(
          method.getBareMethodName() + " " + status.getCode() + " " + status.getDescription());
    }
  }

  private int events(ByteString run) {
    AtomicInteger events = new AtomicInteger();
    fixture
        .control()
        .watchRun(WatchRunRequest.newBuilder().setRunId(run).setFrom(1).build())
        .forEachRemaining(_ -> events.incrementAndGet());
    return events.get();
  }

  private static SortedSet<String> allFields(List<MethodDescriptor<?, ?>> methods) {
    SortedSet<String> fields = new TreeSet<>();
    for (MethodDescriptor<?, ?> method : methods) {
      Message prototype =
          (Message)
              Objects.requireNonNull(
                  ((PrototypeMarshaller<?>) method.getRequestMarshaller()).getMessagePrototype());
      fields.addAll(RandomMessages.fields(prototype.getDescriptorForType()));
    }
    return fields;
  }

  private static long bytesInUse() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /// How a call ended.
  private static final class End<A> extends ClientCall.Listener<A> {
    private final CompletableFuture<Status> status = new CompletableFuture<>();

    @Override
    public void onClose(Status ended, Metadata trailers) {
      status.complete(ended);
    }
  }
}
