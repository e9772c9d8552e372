package org.cinegraph.proto;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import java.util.Optional;
import org.cinegraph.proto.v1.Failure;

/// How a refused call carries its reason: the trailer `cinegraph-failure-bin` holds a [Failure],
/// and the status repeats its sentence for clients that know nothing of it.
public final class FailureMetadata {
  public static final Metadata.Key<Failure> KEY =
      Metadata.Key.of(
          "cinegraph-failure-bin", ProtoUtils.metadataMarshaller(Failure.getDefaultInstance()));

  private FailureMetadata() {}

  /// What a server ends the call with.
  public static StatusRuntimeException refusal(Status.Code code, Failure failure) {
    return code.toStatus()
        .withDescription(failure.getMessage())
        .asRuntimeException(trailers(failure));
  }

  public static Metadata trailers(Failure failure) {
    Metadata trailers = new Metadata();
    trailers.put(KEY, failure);
    return trailers;
  }

  /// The reason that a call was refused with; absent where the peer gave none, as when nobody
  /// answered at all.
  public static Optional<Failure> of(Throwable refused) {
    Metadata trailers =
        switch (refused) {
          case StatusRuntimeException unchecked -> unchecked.getTrailers();
          case StatusException checked -> checked.getTrailers();
          default -> null;
        };
    return trailers == null ? Optional.empty() : Optional.ofNullable(trailers.get(KEY));
  }
}
