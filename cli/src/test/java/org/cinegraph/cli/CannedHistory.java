package org.cinegraph.cli;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.FailureMetadata;
import org.cinegraph.proto.v1.ArtifactReference;
import org.cinegraph.proto.v1.Failure;
import org.cinegraph.proto.v1.FailureCategory;
import org.cinegraph.proto.v1.GetLineageRequest;
import org.cinegraph.proto.v1.GetLineageResponse;
import org.cinegraph.proto.v1.ListUsageRequest;
import org.cinegraph.proto.v1.ListUsageResponse;
import org.cinegraph.proto.v1.UsageSum;

/// What a [CannedControl] tells of the past: it knows one artifact, the picture, and two sums.
final class CannedHistory {
  final List<ListUsageRequest> asked = new CopyOnWriteArrayList<>();
  volatile boolean isEmpty;

  static ByteString picture() {
    return ByteString.copyFrom(Digest.of(CannedControl.PICTURE).bytes());
  }

  void lineage(GetLineageRequest request, StreamObserver<GetLineageResponse> answer) {
    if (!request.getDigest().equals(picture())) {
      answer.onError(
          FailureMetadata.refusal(
              Status.Code.NOT_FOUND,
              Failure.newBuilder()
                  .setCode("artifact-unknown")
                  .setCategory(FailureCategory.FAILURE_CATEGORY_USER)
                  .setMessage("There is no such artifact")
                  .build()));
      return;
    }
    answer.onNext(
        GetLineageResponse.newBuilder()
            .setArtifact(
                ArtifactReference.newBuilder()
                    .setDigest(picture())
                    .setMediaType("image/png")
                    .setBytes(CannedControl.PICTURE.length))
            .build());
    answer.onCompleted();
  }

  void usage(ListUsageRequest request, StreamObserver<ListUsageResponse> answer) {
    asked.add(request);
    ListUsageResponse.Builder sums = ListUsageResponse.newBuilder();
    if (!isEmpty) {
      sums.addSums(
              UsageSum.newBuilder()
                  .setOf("sample-latents")
                  .setAttempts(3)
                  .setFetchSeconds(0.5)
                  .setLoadSeconds(1.25)
                  .setRunSeconds(90)
                  .setStoreSeconds(0.25))
          .addSums(UsageSum.newBuilder().setAttempts(1).setRunSeconds(2));
    }
    answer.onNext(sums.build());
    answer.onCompleted();
  }
}
