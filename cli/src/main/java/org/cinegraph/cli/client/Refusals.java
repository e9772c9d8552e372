package org.cinegraph.cli.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import org.cinegraph.proto.FailureMetadata;
import org.cinegraph.proto.v1.Failure;

/// Makes a sentence and an exit code of a refused call.
final class Refusals {
  private Refusals() {}

  static Refusal of(StatusRuntimeException refused, String address) {
    Optional<Failure> reason = FailureMetadata.of(refused);
    Status status = refused.getStatus();
    String said = reason.map(Failure::getMessage).orElseGet(() -> description(status));
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED ->
          new Refusal(
              ExitCode.UNREACHABLE,
              reason.isPresent()
                  ? said
                  : "No control plane answers at %s; is it running there?".formatted(address));
      case UNAUTHENTICATED ->
          new Refusal(
              ExitCode.UNREACHABLE,
              "The control plane at %s refuses the token of this home: %s"
                  .formatted(address, said));
      case INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          FAILED_PRECONDITION,
          PERMISSION_DENIED,
          OUT_OF_RANGE,
          RESOURCE_EXHAUSTED ->
          new Refusal(ExitCode.USAGE, said);
      case OK, CANCELLED, UNKNOWN, ABORTED, UNIMPLEMENTED, INTERNAL, DATA_LOSS ->
          new Refusal(
              ExitCode.FAILED, "The control plane at %s failed: %s".formatted(address, said));
    };
  }

  private static String description(Status status) {
    String text = status.getDescription();
    return text == null ? status.getCode().name() : text;
  }
}
