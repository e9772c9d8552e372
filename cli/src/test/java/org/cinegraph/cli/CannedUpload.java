package org.cinegraph.cli;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import org.cinegraph.proto.v1.ArtifactReference;
import org.cinegraph.proto.v1.PutArtifactRequest;
import org.cinegraph.proto.v1.PutArtifactResponse;

/// Takes a file in.
final class CannedUpload implements StreamObserver<PutArtifactRequest> {
  private final StreamObserver<PutArtifactResponse> answer;
  private final Map<ByteString, ByteString> uploads;
  private ByteString digest = ByteString.EMPTY;
  private ByteString content = ByteString.EMPTY;

  CannedUpload(StreamObserver<PutArtifactResponse> answer, Map<ByteString, ByteString> uploads) {
    this.answer = answer;
    this.uploads = uploads;
  }

  @Override
  public void onNext(PutArtifactRequest request) {
    if (request.hasHeader()) {
      digest = request.getHeader().getDigest();
    } else {
      content = content.concat(request.getPiece());
    }
  }

  @Override
  public void onError(Throwable gone) {}

  @Override
  public void onCompleted() {
    uploads.put(digest, content);
    answer.onNext(
        PutArtifactResponse.newBuilder()
            .setReference(
                ArtifactReference.newBuilder()
                    .setDigest(digest)
                    .setBytes(content.size())
                    .setMediaType("video/mp4"))
            .build());
    answer.onCompleted();
  }
}
