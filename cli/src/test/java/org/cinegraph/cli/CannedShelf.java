package org.cinegraph.cli;

import io.grpc.stub.StreamObserver;
import org.cinegraph.proto.v1.CollectGarbageRequest;
import org.cinegraph.proto.v1.CollectGarbageResponse;
import org.cinegraph.proto.v1.ControlServiceGrpc;
import org.cinegraph.proto.v1.ListAuditRequest;
import org.cinegraph.proto.v1.ListAuditResponse;
import org.cinegraph.proto.v1.VerifyStoreRequest;
import org.cinegraph.proto.v1.VerifyStoreResponse;

/// What a [CannedControl] answers about what it keeps.
class CannedShelf extends ControlServiceGrpc.ControlServiceImplBase {
  final CannedStore store = new CannedStore();

  @Override
  public void verifyStore(VerifyStoreRequest request, StreamObserver<VerifyStoreResponse> answer) {
    store.verify(request, answer);
  }

  @Override
  public void collectGarbage(
      CollectGarbageRequest request, StreamObserver<CollectGarbageResponse> answer) {
    store.collect(request, answer);
  }

  @Override
  public void listAudit(ListAuditRequest request, StreamObserver<ListAuditResponse> answer) {
    answer.onNext(CannedAnswers.audit(CannedControl.RUN));
    answer.onCompleted();
  }
}
