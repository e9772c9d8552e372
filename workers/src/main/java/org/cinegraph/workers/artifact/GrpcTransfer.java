package org.cinegraph.workers.artifact;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.proto.FailureMetadata;
import org.cinegraph.proto.v1.FetchArtifactRequest;
import org.cinegraph.proto.v1.FetchArtifactResponse;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.StoreArtifactHeader;
import org.cinegraph.proto.v1.StoreArtifactRequest;
import org.cinegraph.proto.v1.StoreArtifactResponse;
import org.cinegraph.proto.v1.WorkerServiceGrpc.WorkerServiceBlockingV2Stub;
import org.cinegraph.workers.wire.WireValues;

/// Transfers over the channel of the worker's stream, in pieces.
public final class GrpcTransfer implements ArtifactTransfer {
  private static final int PIECE_BYTES = 512 * 1024;
  private static final long PAUSE_MS = 200;
  private static final String BAD_DISK = "artifact-store-unavailable";

  private final WorkerServiceBlockingV2Stub service;

  public GrpcTransfer(WorkerServiceBlockingV2Stub service) {
    this.service = service;
  }

  @Override
  public void fetch(LeaseName lease, Digest digest, Path target)
      throws IOException, InterruptedException {
    try (LeaseFolder folder = LeaseFolder.make(target, lease)) {
      FetchArtifactRequest request =
          FetchArtifactRequest.newBuilder()
              .setLease(lease)
              .setDigest(WireValues.bytes(digest))
              .setFolder(folder.path().toString())
              .build();
      while (!fetched(request, digest, folder, target)) {
        Thread.sleep(PAUSE_MS);
      }
    }
  }

  private boolean fetched(
      FetchArtifactRequest request, Digest digest, LeaseFolder folder, Path target)
      throws IOException, InterruptedException {
    BlockingClientCall<?, FetchArtifactResponse> call = service.fetchArtifact(request);
    try (OutputStream out = Files.newOutputStream(target)) {
      for (FetchArtifactResponse response = call.read(); response != null; response = call.read()) {
        if (!response.getPlaced().isEmpty()) {
          folder.take(response.getPlaced(), target);
        }
        response.getPiece().writeTo(out);
      }
      return true;
    } catch (StatusException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND
          || e.getStatus().getCode() == Status.Code.DATA_LOSS) {
        throw new MissingArtifactException(digest);
      }
      refuseAllButAway(e, "fetching artifact " + digest.brief());
      return false;
    } finally {
      call.cancel("The caller has ended", null);
    }
  }

  @Override
  public void store(LeaseName lease, Path file, ArtifactReference reference)
      throws IOException, InterruptedException {
    StoreArtifactHeader header =
        StoreArtifactHeader.newBuilder()
            .setLease(lease)
            .setMediaType(reference.mediaType())
            .setDigest(WireValues.bytes(reference.digest()))
            .setBytes(reference.bytes())
            .addAllParts(reference.parts().stream().map(WireValues::message).toList())
            .build();
    while (!stored(header, file, reference)) {
      Thread.sleep(PAUSE_MS);
    }
  }

  private boolean stored(StoreArtifactHeader header, Path file, ArtifactReference reference)
      throws IOException, InterruptedException {
    BlockingClientCall<StoreArtifactRequest, StoreArtifactResponse> call = service.storeArtifact();
    try (InputStream in = Files.newInputStream(file)) {
      boolean open = call.write(StoreArtifactRequest.newBuilder().setHeader(header).build());
      for (byte[] piece = in.readNBytes(PIECE_BYTES);
          open && piece.length > 0;
          piece = in.readNBytes(PIECE_BYTES)) {
        ByteString bytes = UnsafeByteOperations.unsafeWrap(piece);
        open = call.write(StoreArtifactRequest.newBuilder().setPiece(bytes).build());
      }
      if (open) {
        call.halfClose();
      }
      StoreArtifactResponse response = call.read();
      if (response == null) {
        throw new IOException("The store did not answer for " + reference.digest().brief() + ".");
      }
      return true;
    } catch (StatusException e) {
      refuseAllButAway(e, "storing artifact " + reference.digest().brief());
      return false;
    } finally {
      call.cancel("The caller has ended", null);
    }
  }

  /// A control plane that is away comes back or is followed by another; a disk that is full may
  /// stay so, which is for others to know.
  private static void refuseBadDisk(StatusException e) throws StoreUnavailableException {
    Optional<org.cinegraph.proto.v1.Failure> reason = FailureMetadata.of(e);
    if (reason.isPresent() && reason.get().getCode().equals(BAD_DISK)) {
      throw new StoreUnavailableException(
          new Failure(BAD_DISK, FailureCategory.EXTERNAL, reason.get().getMessage()));
    }
  }

  /// Returns where it is worth trying again.
  private static void refuseAllButAway(StatusException e, String doing) throws IOException {
    switch (e.getStatus().getCode()) {
      case UNAVAILABLE -> refuseBadDisk(e);
      case ABORTED -> {}
      case PERMISSION_DENIED, UNAUTHENTICATED ->
          throw new LeaseOverException(
              "The lease may not go on " + doing + ": " + e.getStatus().getDescription());
      default ->
          throw new IOException(
              "The control plane refused %s: %s %s"
                  .formatted(doing, e.getStatus().getCode(), e.getStatus().getDescription()));
    }
  }
}
