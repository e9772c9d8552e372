package org.cinegraph.server.api;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;
import java.util.function.Function;
import org.cinegraph.db.ApiKeys;
import org.cinegraph.db.ApiKeys.Caller;
import org.cinegraph.db.StorageFailure;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.proto.v1.ControlServiceGrpc;
import org.cinegraph.proto.v1.WorkerServiceGrpc;

/// The one place that yields who calls, for which tenant, with which rights. Every call of every
/// service passes it; a service that it does not know is nobody's to call.
public final class Authenticate implements ServerInterceptor {
  public static final String CONTROL = "control";
  public static final String WORK = "work";

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String BEARER = "Bearer ";
  private static final Context.Key<Caller> CALLER = Context.key("cinegraph-caller");

  private final Function<Digest, Optional<Caller>> keys;

  /// @param keys who holds the token of a digest
  Authenticate(Function<Digest, Optional<Caller>> keys) {
    this.keys = keys;
  }

  public static Authenticate by(ApiKeys keys) {
    return new Authenticate(keys::caller);
  }

  /// Who makes the call that the current thread serves.
  public static Caller caller() {
    Caller caller = CALLER.get();
    if (caller == null) {
      throw new IllegalStateException("The call did not pass Authenticate");
    }
    return caller;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    try {
      Caller caller = caller(headers);
      require(caller, right(call.getMethodDescriptor().getServiceName()));
      return Contexts.interceptCall(
          Context.current().withValue(CALLER, caller), call, headers, next);
    } catch (RefusedCall | StorageFailure e) {
      Refusals.close(call, e);
      return new ServerCall.Listener<>() {};
    }
  }

  private Caller caller(Metadata headers) {
    String header = headers.get(AUTHORIZATION);
    if (header == null) {
      throw unauthenticated("A call needs the header authorization: Bearer TOKEN");
    }
    if (!header.startsWith(BEARER)) {
      throw unauthenticated("The header authorization must begin with Bearer");
    }
    return keys.apply(Digest.of(header.substring(BEARER.length())))
        .orElseThrow(() -> unauthenticated("Nobody has this token"));
  }

  private static void require(Caller caller, String right) {
    if (!caller.rights().contains(right)) {
      throw new RefusedCall(
          Status.Code.PERMISSION_DENIED,
          Failure.user(
              "right-missing",
              "%s has not the right %s that this call needs".formatted(caller.principal(), right)));
    }
  }

  private static String right(@org.jspecify.annotations.Nullable String service) {
    if (ControlServiceGrpc.SERVICE_NAME.equals(service)) {
      return CONTROL;
    }
    if (WorkerServiceGrpc.SERVICE_NAME.equals(service)) {
      return WORK;
    }
    return "none";
  }

  private static RefusedCall unauthenticated(String message) {
    return new RefusedCall(Status.Code.UNAUTHENTICATED, Failure.user("token-refused", message));
  }
}
