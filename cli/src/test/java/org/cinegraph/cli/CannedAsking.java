package org.cinegraph.cli;

import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cinegraph.proto.v1.GetLineageRequest;
import org.cinegraph.proto.v1.GetLineageResponse;
import org.cinegraph.proto.v1.ListUsageRequest;
import org.cinegraph.proto.v1.ListUsageResponse;
import org.cinegraph.proto.v1.PlanRunRequest;
import org.cinegraph.proto.v1.PlanRunResponse;

/// What a [CannedControl] answers about the past and about what could be.
class CannedAsking extends CannedShelf {
  final CannedHistory history = new CannedHistory();
  final List<PlanRunRequest> plansAsked = new CopyOnWriteArrayList<>();
  volatile PlanRunResponse plan = PlanRunResponse.getDefaultInstance();

  @Override
  public void planRun(PlanRunRequest request, StreamObserver<PlanRunResponse> answer) {
    plansAsked.add(request);
    answer.onNext(plan);
    answer.onCompleted();
  }

  @Override
  public void getLineage(GetLineageRequest request, StreamObserver<GetLineageResponse> answer) {
    history.lineage(request, answer);
  }

  @Override
  public void listUsage(ListUsageRequest request, StreamObserver<ListUsageResponse> answer) {
    history.usage(request, answer);
  }
}
