package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.ArtifactReference;
import org.cinegraph.proto.v1.GetArtifactRequest;
import org.cinegraph.proto.v1.PutArtifactHeader;
import org.cinegraph.proto.v1.PutArtifactRequest;
import org.cinegraph.proto.v1.PutArtifactResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactCallsTest {
  @TempDir private Path folder = Path.of("");
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
  void bytesComeBackAsTheyWereSent() throws Exception {
    byte[] content = new byte[700_000];
    new Random(3).nextBytes(content);
    ArtifactReference reference = put(header(content), content);

    assertThat(reference.getBytes()).isEqualTo(content.length);
    assertThat(reference.getMediaType()).isEqualTo("application/octet-stream");
    assertThat(get(reference.getDigest()).toByteArray()).isEqualTo(content);
  }

  @Test
  void theMediaTypeIsThatOfTheBytesWhateverTheNameSays() throws Exception {
    byte[] content = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0};

    assertThat(put(header(content), content).getMediaType()).isEqualTo("image/png");
  }

  @Test
  void anEmptyFileIsAnArtifactToo() throws Exception {
    ArtifactReference reference = put(header(new byte[0]), new byte[0]);

    assertThat(get(reference.getDigest()).isEmpty()).isTrue();
  }

  @Test
  void bytesThatAreNotThoseOfTheHeaderAreNotKept() throws Exception {
    PutArtifactHeader header = header(new byte[] {1, 2, 3});

    assertThat(refusal(header, new byte[] {1, 2, 4}).getDescription())
        .contains("did not arrive as announced");
    assertThat(refusal(header, new byte[] {1, 2}).getDescription())
        .contains("did not arrive as announced: expected 3 bytes, found 2 bytes");
    assertThat(refusal(header, new byte[] {1, 2, 3, 4}).getDescription())
        .isEqualTo("The upload is longer than the 3 bytes that its header announced");
    assertThat(Files.list(folder.resolve("artifacts/incoming"))).isEmpty();
    assertThat(refusalOfGet(header.getDigest()).getCode()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void anUploadBeginsWithItsHeader() throws Exception {
    Put put = new Put();
    put.send(PutArtifactRequest.newBuilder().setPiece(ByteString.copyFromUtf8("x")).build());

    assertThat(put.refusal().getDescription())
        .isEqualTo("In an upload the first message is a header");
  }

  @Test
  void anArtifactWhoseFileIsGoneIsNamedWithItsFile() throws Exception {
    byte[] content = {7, 7, 7};
    ArtifactReference reference = put(header(content), content);
    String hex = Digest.of(content).hex();
    Files.delete(folder.resolve("artifacts/sha256/" + hex.substring(0, 2) + "/" + hex));

    assertThat(refusalOfGet(reference.getDigest()).getDescription())
        .contains("is not in the store: there is no file", hex);
  }

  private static PutArtifactHeader header(byte[] content) {
    return PutArtifactHeader.newBuilder()
        .setFileName("movie.mp4")
        .setDigest(ByteString.copyFrom(Digest.of(content).bytes()))
        .setBytes(content.length)
        .build();
  }

  private ArtifactReference put(PutArtifactHeader header, byte[] content) throws Exception {
    return upload(header, content).answer.get().getReference();
  }

  private Status refusal(PutArtifactHeader header, byte[] content) throws Exception {
    return upload(header, content).refusal();
  }

  private Put upload(PutArtifactHeader header, byte[] content) {
    Put put = new Put();
    put.send(PutArtifactRequest.newBuilder().setHeader(header).build());
    int half = content.length / 2;
    put.send(piece(content, 0, half));
    put.send(piece(content, half, content.length - half));
    put.requests.onCompleted();
    return put;
  }

  private static PutArtifactRequest piece(byte[] content, int from, int length) {
    return PutArtifactRequest.newBuilder()
        .setPiece(ByteString.copyFrom(content, from, length))
        .build();
  }

  private ByteString get(ByteString digest) {
    ByteString content = ByteString.EMPTY;
    var pieces =
        fixture.control().getArtifact(GetArtifactRequest.newBuilder().setDigest(digest).build());
    while (pieces.hasNext()) {
      content = content.concat(pieces.next().getPiece());
    }
    return content;
  }

  private Status refusalOfGet(ByteString digest) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> get(digest)).getStatus();
  }

  /// One upload call.
  private final class Put implements StreamObserver<PutArtifactResponse> {
    final CompletableFuture<PutArtifactResponse> answer = new CompletableFuture<>();
    final StreamObserver<PutArtifactRequest> requests = fixture.streaming().putArtifact(this);

    void send(PutArtifactRequest request) {
      requests.onNext(request);
    }

    Status refusal() throws InterruptedException {
      try {
        throw new AssertionError("Taken: " + answer.get());
      } catch (ExecutionException e) {
        return Status.fromThrowable(e);
      }
    }

    @Override
    public void onNext(PutArtifactResponse response) {
      answer.complete(response);
    }

    @Override
    public void onError(Throwable refused) {
      answer.completeExceptionally(refused);
    }

    @Override
    public void onCompleted() {}
  }
}
