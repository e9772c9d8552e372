package org.cinegraph.cli;

import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cinegraph.proto.v1.ArtifactAmount;
import org.cinegraph.proto.v1.BadArtifact;
import org.cinegraph.proto.v1.CollectGarbageRequest;
import org.cinegraph.proto.v1.CollectGarbageResponse;
import org.cinegraph.proto.v1.VerifyProgress;
import org.cinegraph.proto.v1.VerifyStoreRequest;
import org.cinegraph.proto.v1.VerifyStoreResponse;

/// The store of a [CannedControl]: seven artifacts, some of them bad, and some garbage.
final class CannedStore {
  final List<CollectGarbageRequest> collected = new CopyOnWriteArrayList<>();
  volatile List<BadArtifact> bad = List.of();

  void verify(VerifyStoreRequest request, StreamObserver<VerifyStoreResponse> answer) {
    bad.forEach(artifact ->
        answer.onNext(
            VerifyStoreResponse.newBuilder()
                .setBad(artifact.toBuilder().setDropped(request.getDrop()))
                .build()));
    answer.onNext(
        VerifyStoreResponse.newBuilder()
            .setProgress(
                VerifyProgress.newBuilder()
                    .setArtifacts(7)
                    .setBytes(1_500_000)
                    .setBad(bad.size())
                    .setFinished(true))
            .build());
    answer.onCompleted();
  }

  void collect(CollectGarbageRequest request, StreamObserver<CollectGarbageResponse> answer) {
    collected.add(request);
    ArtifactAmount two = ArtifactAmount.newBuilder().setCount(2).setBytes(2_345_678).build();
    answer.onNext(CollectGarbageResponse.getDefaultInstance());
    answer.onNext(
        CollectGarbageResponse.newBuilder()
            .setFiles(two)
            .setRemoved(two)
            .setMarked(ArtifactAmount.newBuilder().setCount(1).setBytes(999))
            .setWaiting(ArtifactAmount.getDefaultInstance())
            .setLeftovers(ArtifactAmount.getDefaultInstance())
            .setResults(request.getMemoOlderThanMs() == 0 ? 0 : 5)
            .setFinished(true)
            .build());
    answer.onCompleted();
  }
}
