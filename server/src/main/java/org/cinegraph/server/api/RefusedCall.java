package org.cinegraph.server.api;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import org.cinegraph.graph.failure.Failure;

/// Ends a call with a reason that its caller can act on. Thrown anywhere in the service; becomes a
/// status and its detail in one place.
public final class RefusedCall extends RuntimeException {
  private final Status.Code code;
  private final transient Failure failure;

  public RefusedCall(Status.Code code, Failure failure) {
    super(failure.message());
    this.code = requireNonNull(code, "code is null");
    this.failure = failure;
  }

  static RefusedCall notFound(String code, String message) {
    return new RefusedCall(Status.Code.NOT_FOUND, Failure.user(code, message));
  }

  static RefusedCall invalid(String code, String message) {
    return new RefusedCall(Status.Code.INVALID_ARGUMENT, Failure.user(code, message));
  }

  Status.Code code() {
    return code;
  }

  Failure failure() {
    return failure;
  }
}
