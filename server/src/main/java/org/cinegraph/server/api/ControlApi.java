package org.cinegraph.server.api;

import io.grpc.stub.StreamObserver;
import java.util.UUID;
import org.cinegraph.db.ApiKeys.Caller;
import org.cinegraph.db.verb.Changed;
import org.cinegraph.proto.v1.AnswerApprovalRequest;
import org.cinegraph.proto.v1.AnswerApprovalResponse;
import org.cinegraph.proto.v1.CheckGraphRequest;
import org.cinegraph.proto.v1.CheckGraphResponse;
import org.cinegraph.proto.v1.CollectGarbageRequest;
import org.cinegraph.proto.v1.CollectGarbageResponse;
import org.cinegraph.proto.v1.ControlServiceGrpc;
import org.cinegraph.proto.v1.DeleteRunRequest;
import org.cinegraph.proto.v1.DeleteRunResponse;
import org.cinegraph.proto.v1.DiffRunsRequest;
import org.cinegraph.proto.v1.DiffRunsResponse;
import org.cinegraph.proto.v1.DrainWorkerRequest;
import org.cinegraph.proto.v1.DrainWorkerResponse;
import org.cinegraph.proto.v1.ExplainNodeRequest;
import org.cinegraph.proto.v1.ExplainNodeResponse;
import org.cinegraph.proto.v1.ForkRunRequest;
import org.cinegraph.proto.v1.ForkRunResponse;
import org.cinegraph.proto.v1.GetArtifactRequest;
import org.cinegraph.proto.v1.GetArtifactResponse;
import org.cinegraph.proto.v1.GetGraphRequest;
import org.cinegraph.proto.v1.GetGraphResponse;
import org.cinegraph.proto.v1.GetLineageRequest;
import org.cinegraph.proto.v1.GetLineageResponse;
import org.cinegraph.proto.v1.GetNodeLogRequest;
import org.cinegraph.proto.v1.GetNodeLogResponse;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.GetServerInfoRequest;
import org.cinegraph.proto.v1.GetServerInfoResponse;
import org.cinegraph.proto.v1.GetTimelineRequest;
import org.cinegraph.proto.v1.GetTimelineResponse;
import org.cinegraph.proto.v1.KillRunRequest;
import org.cinegraph.proto.v1.KillRunResponse;
import org.cinegraph.proto.v1.ListApprovalsRequest;
import org.cinegraph.proto.v1.ListApprovalsResponse;
import org.cinegraph.proto.v1.ListAuditRequest;
import org.cinegraph.proto.v1.ListAuditResponse;
import org.cinegraph.proto.v1.ListGraphsRequest;
import org.cinegraph.proto.v1.ListGraphsResponse;
import org.cinegraph.proto.v1.ListNodeTypesRequest;
import org.cinegraph.proto.v1.ListNodeTypesResponse;
import org.cinegraph.proto.v1.ListNodesRequest;
import org.cinegraph.proto.v1.ListNodesResponse;
import org.cinegraph.proto.v1.ListRunsRequest;
import org.cinegraph.proto.v1.ListRunsResponse;
import org.cinegraph.proto.v1.ListUsageRequest;
import org.cinegraph.proto.v1.ListUsageResponse;
import org.cinegraph.proto.v1.PauseRunRequest;
import org.cinegraph.proto.v1.PauseRunResponse;
import org.cinegraph.proto.v1.PlanRunRequest;
import org.cinegraph.proto.v1.PlanRunResponse;
import org.cinegraph.proto.v1.PutArtifactRequest;
import org.cinegraph.proto.v1.PutArtifactResponse;
import org.cinegraph.proto.v1.RecoverRunRequest;
import org.cinegraph.proto.v1.RecoverRunResponse;
import org.cinegraph.proto.v1.ReleaseNodeRequest;
import org.cinegraph.proto.v1.ReleaseNodeResponse;
import org.cinegraph.proto.v1.RerunRunRequest;
import org.cinegraph.proto.v1.RerunRunResponse;
import org.cinegraph.proto.v1.ResumeRunRequest;
import org.cinegraph.proto.v1.ResumeRunResponse;
import org.cinegraph.proto.v1.RetryNodeRequest;
import org.cinegraph.proto.v1.RetryNodeResponse;
import org.cinegraph.proto.v1.SetRunPriorityRequest;
import org.cinegraph.proto.v1.SetRunPriorityResponse;
import org.cinegraph.proto.v1.StopRunRequest;
import org.cinegraph.proto.v1.StopRunResponse;
import org.cinegraph.proto.v1.StoreGraphRequest;
import org.cinegraph.proto.v1.StoreGraphResponse;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.cinegraph.proto.v1.SubmitRunResponse;
import org.cinegraph.proto.v1.VerifyStoreRequest;
import org.cinegraph.proto.v1.VerifyStoreResponse;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.cinegraph.proto.v1.WatchRunResponse;

/// The control service on the wire. Takes the caller from [Authenticate], leaves the work to the
/// family of the call, and throws: [Refusals] tells the client.
public final class ControlApi extends ControlServiceGrpc.ControlServiceImplBase {
  private final ControlParts parts;

  ControlApi(ControlParts parts) {
    this.parts = parts;
  }

  /// The service, to be put behind [Authenticate] and [Refusals].
  public static ControlApi of(Surroundings surroundings) {
    return ControlParts.service(surroundings);
  }

  @Override
  public void getServerInfo(
      GetServerInfoRequest request, StreamObserver<GetServerInfoResponse> answer) {
    answer(answer, parts.catalog().serverInfo());
  }

  @Override
  public void checkGraph(CheckGraphRequest request, StreamObserver<CheckGraphResponse> answer) {
    answer(answer, parts.graphs().check(tenant(), request));
  }

  @Override
  public void storeGraph(StoreGraphRequest request, StreamObserver<StoreGraphResponse> answer) {
    answer(answer, parts.graphs().store(tenant(), request));
  }

  @Override
  public void getGraph(GetGraphRequest request, StreamObserver<GetGraphResponse> answer) {
    answer(answer, parts.graphs().get(tenant(), request));
  }

  @Override
  public void listGraphs(ListGraphsRequest request, StreamObserver<ListGraphsResponse> answer) {
    answer(answer, parts.graphs().list(tenant(), request));
  }

  @Override
  public void submitRun(SubmitRunRequest request, StreamObserver<SubmitRunResponse> answer) {
    answer(answer, parts.submit().submit(caller(), request));
  }

  @Override
  public void planRun(PlanRunRequest request, StreamObserver<PlanRunResponse> answer) {
    answer(answer, parts.plan().plan(tenant(), request));
  }

  @Override
  public void getRun(GetRunRequest request, StreamObserver<GetRunResponse> answer) {
    answer(answer, parts.runs().get(tenant(), request));
  }

  @Override
  public void listNodes(ListNodesRequest request, StreamObserver<ListNodesResponse> answer) {
    answer(answer, parts.nodes().list(tenant(), request));
  }

  @Override
  public void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> answer) {
    answer(answer, parts.runs().list(tenant(), request));
  }

  @Override
  public void watchRun(WatchRunRequest request, StreamObserver<WatchRunResponse> answer) {
    parts.watch().watch(tenant(), request, answer);
  }

  @Override
  public void stopRun(StopRunRequest request, StreamObserver<StopRunResponse> answer) {
    Changed changed = parts.verbs().end(caller(), request.getRunId(), false, request.getWhy());
    answer(
        answer,
        StopRunResponse.newBuilder()
            .setRun(WireRun.summary(changed.run()))
            .addAllChanged(changed.changed())
            .build());
  }

  @Override
  public void killRun(KillRunRequest request, StreamObserver<KillRunResponse> answer) {
    Changed changed = parts.verbs().end(caller(), request.getRunId(), true, request.getWhy());
    answer(
        answer,
        KillRunResponse.newBuilder()
            .setRun(WireRun.summary(changed.run()))
            .addAllChanged(changed.changed())
            .build());
  }

  @Override
  public void recoverRun(RecoverRunRequest request, StreamObserver<RecoverRunResponse> answer) {
    Changed changed = parts.verbs().recover(caller(), request);
    answer(
        answer,
        RecoverRunResponse.newBuilder()
            .setRun(WireRun.summary(changed.run()))
            .addAllChanged(changed.changed())
            .build());
  }

  @Override
  public void retryNode(RetryNodeRequest request, StreamObserver<RetryNodeResponse> answer) {
    Changed changed = parts.verbs().retry(caller(), request);
    answer(
        answer,
        RetryNodeResponse.newBuilder()
            .setRun(WireRun.summary(changed.run()))
            .addAllChanged(changed.changed())
            .build());
  }

  @Override
  public void releaseNode(ReleaseNodeRequest request, StreamObserver<ReleaseNodeResponse> answer) {
    Changed changed = parts.verbs().release(caller(), request);
    answer(
        answer,
        ReleaseNodeResponse.newBuilder()
            .setRun(WireRun.summary(changed.run()))
            .addAllChanged(changed.changed())
            .build());
  }

  @Override
  public void listApprovals(
      ListApprovalsRequest request, StreamObserver<ListApprovalsResponse> answer) {
    answer(answer, parts.approvals().list(tenant(), request));
  }

  @Override
  public void answerApproval(
      AnswerApprovalRequest request, StreamObserver<AnswerApprovalResponse> answer) {
    Changed changed = parts.approvals().answer(caller(), request);
    answer(
        answer,
        AnswerApprovalResponse.newBuilder()
            .setRun(WireRun.summary(changed.run()))
            .addAllChanged(changed.changed())
            .build());
  }

  @Override
  public void pauseRun(PauseRunRequest request, StreamObserver<PauseRunResponse> answer) {
    Changed changed = parts.verbs().pause(caller(), request.getRunId(), request.getWhy());
    answer(
        answer,
        PauseRunResponse.newBuilder()
            .setRun(WireRun.summary(changed.run()))
            .addAllChanged(changed.changed())
            .build());
  }

  @Override
  public void resumeRun(ResumeRunRequest request, StreamObserver<ResumeRunResponse> answer) {
    Changed changed = parts.verbs().resume(caller(), request.getRunId(), request.getWhy());
    answer(
        answer,
        ResumeRunResponse.newBuilder()
            .setRun(WireRun.summary(changed.run()))
            .addAllChanged(changed.changed())
            .build());
  }

  @Override
  public void setRunPriority(
      SetRunPriorityRequest request, StreamObserver<SetRunPriorityResponse> answer) {
    Changed changed = parts.verbs().priority(caller(), request);
    answer(
        answer,
        SetRunPriorityResponse.newBuilder()
            .setRun(WireRun.summary(changed.run()))
            .addAllChanged(changed.changed())
            .build());
  }

  @Override
  public void rerunRun(RerunRunRequest request, StreamObserver<RerunRunResponse> answer) {
    answer(answer, parts.repeats().rerun(caller(), request));
  }

  @Override
  public void forkRun(ForkRunRequest request, StreamObserver<ForkRunResponse> answer) {
    answer(answer, parts.repeats().fork(caller(), request));
  }

  @Override
  public void deleteRun(DeleteRunRequest request, StreamObserver<DeleteRunResponse> answer) {
    answer(
        answer,
        DeleteRunResponse.newBuilder()
            .addAllChanged(parts.verbs().delete(caller(), request.getRunId(), request.getWhy()))
            .build());
  }

  @Override
  public void drainWorker(DrainWorkerRequest request, StreamObserver<DrainWorkerResponse> answer) {
    answer(answer, parts.workers().drain(caller(), request));
  }

  @Override
  public void listAudit(ListAuditRequest request, StreamObserver<ListAuditResponse> answer) {
    answer(answer, parts.audit().list(tenant(), request));
  }

  @Override
  public void listUsage(ListUsageRequest request, StreamObserver<ListUsageResponse> answer) {
    answer(answer, parts.usage().list(tenant(), request));
  }

  @Override
  public void getNodeLog(GetNodeLogRequest request, StreamObserver<GetNodeLogResponse> answer) {
    answer(answer, parts.runs().log(tenant(), request));
  }

  @Override
  public void getTimeline(GetTimelineRequest request, StreamObserver<GetTimelineResponse> answer) {
    answer(answer, parts.timelines().get(tenant(), request));
  }

  @Override
  public void explainNode(ExplainNodeRequest request, StreamObserver<ExplainNodeResponse> answer) {
    answer(answer, parts.explain().explain(tenant(), request));
  }

  @Override
  public void diffRuns(DiffRunsRequest request, StreamObserver<DiffRunsResponse> answer) {
    answer(answer, parts.diff().diff(tenant(), request));
  }

  @Override
  public void getLineage(GetLineageRequest request, StreamObserver<GetLineageResponse> answer) {
    answer(answer, parts.lineage().get(tenant(), request.getDigest()));
  }

  @Override
  public void listNodeTypes(
      ListNodeTypesRequest request, StreamObserver<ListNodeTypesResponse> answer) {
    answer(answer, parts.catalog().nodeTypes());
  }

  @Override
  public StreamObserver<PutArtifactRequest> putArtifact(
      StreamObserver<PutArtifactResponse> answer) {
    return parts.artifacts().put(tenant(), answer);
  }

  @Override
  public void getArtifact(GetArtifactRequest request, StreamObserver<GetArtifactResponse> answer) {
    parts.artifacts().get(tenant(), request.getDigest(), answer);
  }

  @Override
  public void verifyStore(VerifyStoreRequest request, StreamObserver<VerifyStoreResponse> answer) {
    parts.store().verify(caller(), request, answer);
  }

  @Override
  public void collectGarbage(
      CollectGarbageRequest request, StreamObserver<CollectGarbageResponse> answer) {
    parts.store().collect(caller(), request, answer);
  }

  private static Caller caller() {
    return Authenticate.caller();
  }

  private static UUID tenant() {
    return caller().tenant();
  }

  private static <T> void answer(StreamObserver<T> observer, T answer) {
    observer.onNext(answer);
    observer.onCompleted();
  }
}
