package org.cinegraph.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.Value;
import org.cinegraph.graph.value.function.ValueFunctions;
import org.cinegraph.proto.FailureMetadata;
import org.cinegraph.proto.v1.ArtifactReference;
import org.cinegraph.proto.v1.CatalogEntry;
import org.cinegraph.proto.v1.DrainWorkerRequest;
import org.cinegraph.proto.v1.DrainWorkerResponse;
import org.cinegraph.proto.v1.Failure;
import org.cinegraph.proto.v1.FailureCategory;
import org.cinegraph.proto.v1.ForkRunRequest;
import org.cinegraph.proto.v1.ForkRunResponse;
import org.cinegraph.proto.v1.GetArtifactRequest;
import org.cinegraph.proto.v1.GetArtifactResponse;
import org.cinegraph.proto.v1.GetGraphRequest;
import org.cinegraph.proto.v1.GetGraphResponse;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.GetServerInfoRequest;
import org.cinegraph.proto.v1.GetServerInfoResponse;
import org.cinegraph.proto.v1.KillRunRequest;
import org.cinegraph.proto.v1.KillRunResponse;
import org.cinegraph.proto.v1.ListNodeTypesRequest;
import org.cinegraph.proto.v1.ListNodeTypesResponse;
import org.cinegraph.proto.v1.ListNodesRequest;
import org.cinegraph.proto.v1.ListNodesResponse;
import org.cinegraph.proto.v1.ListRunsRequest;
import org.cinegraph.proto.v1.ListRunsResponse;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.proto.v1.PortValue;
import org.cinegraph.proto.v1.Problem;
import org.cinegraph.proto.v1.PutArtifactRequest;
import org.cinegraph.proto.v1.PutArtifactResponse;
import org.cinegraph.proto.v1.RetryNodeRequest;
import org.cinegraph.proto.v1.RetryNodeResponse;
import org.cinegraph.proto.v1.RunEvent;
import org.cinegraph.proto.v1.RunOptions;
import org.cinegraph.proto.v1.RunState;
import org.cinegraph.proto.v1.RunSummary;
import org.cinegraph.proto.v1.SetRunPriorityRequest;
import org.cinegraph.proto.v1.SetRunPriorityResponse;
import org.cinegraph.proto.v1.StopRunRequest;
import org.cinegraph.proto.v1.StopRunResponse;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.cinegraph.proto.v1.SubmitRunResponse;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.cinegraph.proto.v1.WatchRunResponse;

/// A control plane with one run of one graph, `talk`: node `text` is a memo hit, node `picture` is
/// computed. A test says how the run ends and what is refused.
final class CannedControl extends CannedAsking {
  static final String RUN = "01936e4e-0000-7000-8000-00000000abcd";
  static final byte[] PICTURE = {1, 2, 3, 4, 5};

  final List<SubmitRunRequest> submitted = new CopyOnWriteArrayList<>();
  final List<ListRunsRequest> listed = new CopyOnWriteArrayList<>();
  final List<String> ended = new CopyOnWriteArrayList<>();
  final Map<ByteString, ByteString> uploads = new LinkedHashMap<>();
  volatile List<Problem> problems = List.of();
  volatile RunState end = RunState.RUN_STATE_SUCCEEDED;
  volatile int brokenWatches;
  volatile String mediaType = "application/octet-stream";
  volatile byte[] named = PICTURE;
  volatile byte[] artifact = PICTURE;

  @Override
  public void submitRun(SubmitRunRequest request, StreamObserver<SubmitRunResponse> answer) {
    submitted.add(request);
    SubmitRunResponse.Builder response = SubmitRunResponse.newBuilder().addAllProblems(problems);
    if (problems.isEmpty()) {
      response.setRun(summary().setState(RunState.RUN_STATE_SUBMITTED));
    }
    answer(answer, response.build());
  }

  @Override
  public void listNodeTypes(
      ListNodeTypesRequest request, StreamObserver<ListNodeTypesResponse> answer) {
    answer.onNext(
        ListNodeTypesResponse.newBuilder()
            .addNodeTypes(
                entry(
                    new NodeDeclaration(
                        "draw",
                        2,
                        "Draw a picture",
                        "Draws what it is told.",
                        List.of(),
                        List.of(
                            Parameter.optional(
                                    "width", new PortType.Int(), new Value.Int(64), "Pixels.")
                                .between(1, 4096)),
                        List.of(new OutputPort("image", new PortType.Image(), "The picture.")),
                        new Demand(Demand.DeviceClass.ANY, 0, 0, true),
                        "graph: draw\nnodes: {a: {type: draw}}\n")))
            .addNodeTypes(
                entry(ValueFunctions.find("pick").orElseThrow().declaration()).toBuilder()
                    .setOffered(true)
                    .setOfLanguage(true))
            .build());
    answer.onCompleted();
  }

  private static CatalogEntry entry(NodeDeclaration declaration) {
    return CatalogEntry.newBuilder()
        .setType(declaration.type())
        .setVersion(declaration.version())
        .setDeclarationJson(CanonicalJson.write(DeclarationJson.write(declaration)))
        .build();
  }

  @Override
  public void watchRun(WatchRunRequest request, StreamObserver<WatchRunResponse> answer) {
    List<RunEvent> events = events();
    for (RunEvent event : events) {
      if (event.getNumber() >= request.getFrom()) {
        answer.onNext(WatchRunResponse.newBuilder().setEvent(event).build());
      }
      if (event.getNumber() == 3 && brokenWatches > 0) {
        brokenWatches--;
        answer.onError(Status.UNAVAILABLE.asRuntimeException());
        return;
      }
    }
    answer.onCompleted();
  }

  @Override
  public void getRun(GetRunRequest request, StreamObserver<GetRunResponse> answer) {
    if (!request.getRunId().equals(CannedAnswers.runId(RUN))) {
      answer.onError(
          FailureMetadata.refusal(
              Status.Code.NOT_FOUND,
              Failure.newBuilder()
                  .setCode("run-unknown")
                  .setCategory(FailureCategory.FAILURE_CATEGORY_USER)
                  .setMessage("There is no such run")
                  .build()));
      return;
    }
    answer(answer, run());
  }

  @Override
  public void listNodes(ListNodesRequest request, StreamObserver<ListNodesResponse> answer) {
    answer(answer, CannedAnswers.lines(run()));
  }

  @Override
  public void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> answer) {
    listed.add(request);
    answer(answer, ListRunsResponse.newBuilder().addRuns(summary()).build());
  }

  @Override
  public void stopRun(StopRunRequest request, StreamObserver<StopRunResponse> answer) {
    ended.add("stop: " + request.getWhy());
    answer(
        answer,
        StopRunResponse.newBuilder()
            .setRun(summary().setState(RunState.RUN_STATE_STOPPING))
            .addChanged("Run " + RUN + " is stopping")
            .build());
  }

  @Override
  public void killRun(KillRunRequest request, StreamObserver<KillRunResponse> answer) {
    ended.add("kill: " + request.getWhy());
    answer(answer, KillRunResponse.newBuilder().setRun(summary()).build());
  }

  @Override
  public void setRunPriority(
      SetRunPriorityRequest request, StreamObserver<SetRunPriorityResponse> answer) {
    answer(
        answer,
        SetRunPriorityResponse.newBuilder()
            .setRun(summary().setPriority(request.getPriority()))
            .build());
  }

  @Override
  public void retryNode(RetryNodeRequest request, StreamObserver<RetryNodeResponse> answer) {
    answer(answer, RetryNodeResponse.newBuilder().setRun(summary()).build());
  }

  @Override
  public void getServerInfo(
      GetServerInfoRequest request, StreamObserver<GetServerInfoResponse> answer) {
    answer(
        answer, GetServerInfoResponse.newBuilder().addWorkers(CannedAnswers.worker(RUN)).build());
  }

  @Override
  public void drainWorker(DrainWorkerRequest request, StreamObserver<DrainWorkerResponse> answer) {
    DrainWorkerResponse.Builder response =
        DrainWorkerResponse.newBuilder()
            .setWorker(CannedAnswers.worker(RUN).setDrained(!request.getUndo()));
    if (!request.getUndo()) {
      response.addChanged("Worker %s is drained: it gets no lease".formatted(request.getWorker()));
    }
    answer(answer, response.build());
  }

  @Override
  public void forkRun(ForkRunRequest request, StreamObserver<ForkRunResponse> answer) {
    ForkRunResponse.Builder response = ForkRunResponse.newBuilder().addAllProblems(problems);
    if (problems.isEmpty()) {
      response.setRun(summary());
      request
          .getChangesList()
          .forEach(change ->
              response.addChanged(
                  "%s %s.%s=%s"
                      .formatted(
                          request.getFromNode(),
                          change.getNode(),
                          change.getParameter(),
                          change.getValue())));
    }
    answer(answer, response.build());
  }

  @Override
  public StreamObserver<PutArtifactRequest> putArtifact(
      StreamObserver<PutArtifactResponse> answer) {
    return new CannedUpload(answer, uploads);
  }

  @Override
  public void getArtifact(GetArtifactRequest request, StreamObserver<GetArtifactResponse> answer) {
    for (byte each : artifact) {
      answer.onNext(
          GetArtifactResponse.newBuilder()
              .setPiece(ByteString.copyFrom(new byte[] {each}))
              .build());
    }
    answer.onCompleted();
  }

  @Override
  public void getGraph(GetGraphRequest request, StreamObserver<GetGraphResponse> answer) {
    answer(answer, CannedAnswers.graph(submitted.getLast().getSource()));
  }

  private GetRunResponse run() {
    return GetRunResponse.newBuilder()
        .setRun(summary())
        .setOptions(
            submitted.isEmpty()
                ? RunOptions.getDefaultInstance()
                : submitted.getLast().getOptions())
        .addNodes(node("text", "encode-text", NodeState.NODE_STATE_MEMO_HIT))
        .addNodes(
            node("picture", "draw", pictureState()).toBuilder()
                .setSeconds(1.5)
                .addAllVerbsAllowed(end == RunState.RUN_STATE_FAILED ? List.of("retry") : List.of())
                .build())
        .addOutputs(output("picture", picture()))
        .addOutputs(output("words", PortValue.newBuilder().setJson("\"a ball\"").build()))
        .addInputs(output("prompt", PortValue.newBuilder().setJson("\"a ball\"").build()))
        .build();
  }

  private NodeState pictureState() {
    return switch (end) {
      case RUN_STATE_FAILED -> NodeState.NODE_STATE_FAILED;
      case RUN_STATE_STOPPED -> NodeState.NODE_STATE_STOPPED;
      default -> NodeState.NODE_STATE_SUCCEEDED;
    };
  }

  private PortValue picture() {
    return PortValue.newBuilder()
        .setArtifact(
            ArtifactReference.newBuilder()
                .setDigest(ByteString.copyFrom(Digest.of(named).bytes()))
                .setBytes(named.length)
                .setMediaType(mediaType))
        .build();
  }

  private List<RunEvent> events() {
    List<RunEvent> events = new ArrayList<>();
    add(events, "run-submitted", "", "{}");
    add(events, "run-planned", "", "{}");
    add(events, "nodes-hit", "", "{\"nodes\":[\"text\"]}");
    add(events, "node-started", "picture", "{\"worker\":\"w1\"}");
    switch (end) {
      case RUN_STATE_FAILED -> {
        add(events, "node-failed", "picture", "{\"failure\":{\"message\":\"no ink\"}}");
        add(events, "run-failed", "", "{}");
      }
      case RUN_STATE_STOPPED -> add(events, "run-stopped", "", "{}");
      default -> {
        add(events, "node-succeeded", "picture", "{}");
        add(events, "run-succeeded", "", "{}");
      }
    }
    return events;
  }

  private static void add(List<RunEvent> events, String type, String node, String body) {
    int number = events.size() + 1;
    events.add(
        RunEvent.newBuilder()
            .setNumber(number)
            .setType(type)
            .setNode(node)
            .setBodyJson(body)
            .setAt(Timestamp.newBuilder().setSeconds(number))
            .build());
  }

  private RunSummary.Builder summary() {
    RunSummary.Builder summary =
        RunSummary.newBuilder()
            .setRunId(CannedAnswers.runId(RUN))
            .setGraph("talk")
            .setGraphVersion(ByteString.copyFrom(Digest.of("talk").bytes()))
            .setState(end)
            .setNodes(2)
            .setNodesEnded(2)
            .setMemoHits(1)
            .setSubmittedAt(Timestamp.newBuilder().setSeconds(1))
            .setEndedAt(Timestamp.newBuilder().setSeconds(3))
            .setEpoch(1)
            .setLastEvent(5)
            .addAllVerbsAllowed(List.of("rerun", "fork", "delete"));
    if (end == RunState.RUN_STATE_FAILED) {
      summary.setFailure(Failure.newBuilder().setMessage("Node picture failed: no ink"));
    }
    return summary;
  }

  private static NodeRun node(String name, String type, NodeState state) {
    return NodeRun.newBuilder().setName(name).setType(type).setVersion(1).setState(state).build();
  }

  private static NamedValue output(String name, PortValue value) {
    return NamedValue.newBuilder().setName(name).setValue(value).build();
  }

  private static <T> void answer(StreamObserver<T> observer, T answer) {
    observer.onNext(answer);
    observer.onCompleted();
  }
}
