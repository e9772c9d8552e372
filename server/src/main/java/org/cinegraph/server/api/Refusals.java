package org.cinegraph.server.api;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.cinegraph.db.StorageFailure;
import org.cinegraph.db.StorageUnreachable;
import org.cinegraph.db.run.KeyConflict;
import org.cinegraph.db.store.ArtifactStoreFailure;
import org.cinegraph.db.verb.RunUnknown;
import org.cinegraph.db.verb.VerbRefused;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.proto.FailureMetadata;
import org.cinegraph.scheduler.wire.MalformedMessage;
import org.cinegraph.scheduler.wire.WriteWire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what services throw into statuses with a [Failure] in their trailers. What nobody foresaw
/// is logged with its stack and told without.
public final class Refusals implements ServerInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new Guarded<>(call, next.startCall(call, headers));
  }

  /// Ends the call at the first exception, and hands nothing on after that.
  private static final class Guarded<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, ?> call;
    private boolean refused;

    Guarded(ServerCall<Q, ?> call, ServerCall.Listener<Q> listener) {
      super(listener);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      guard(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guard(super::onHalfClose);
    }

    private void guard(Runnable body) {
      if (refused) {
        return;
      }
      try {
        body.run();
      } catch (RuntimeException e) {
        refused = true;
        close(call, e);
      }
    }
  }

  static void close(ServerCall<?, ?> call, RuntimeException reason) {
    StatusRuntimeException refusal = refusal(reason);
    Metadata trailers = refusal.getTrailers();
    call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
  }

  /// What a caller is told.
  static StatusRuntimeException refusal(RuntimeException reason) {
    return switch (reason) {
      case RefusedCall refused -> refusal(refused.code(), refused.failure());
      case KeyConflict conflict -> refusal(Status.Code.ALREADY_EXISTS, conflict.failure());
      case RunUnknown unknown -> refusal(Status.Code.NOT_FOUND, unknown.failure());
      case VerbRefused refused -> refusal(Status.Code.FAILED_PRECONDITION, refused.failure());
      case MalformedMessage malformed ->
          refusal(
              Status.Code.INVALID_ARGUMENT,
              Failure.user("malformed-message", String.valueOf(malformed.getMessage())));
      case StorageUnreachable away -> refusal(Status.Code.UNAVAILABLE, away.failure());
      case StorageFailure broken -> unforeseen(broken, broken.failure());
      case ArtifactStoreFailure store -> refusal(Status.Code.UNAVAILABLE, store.failure());
      case StatusRuntimeException status -> status;
      default ->
          unforeseen(
              reason,
              Failure.fatal("defect", "The control plane has a defect; its log file tells more"));
    };
  }

  private static StatusRuntimeException unforeseen(RuntimeException reason, Failure failure) {
    LOG.error("call=failed", reason);
    return refusal(Status.Code.INTERNAL, failure);
  }

  private static StatusRuntimeException refusal(Status.Code code, Failure failure) {
    return FailureMetadata.refusal(code, WriteWire.failure(failure));
  }
}
