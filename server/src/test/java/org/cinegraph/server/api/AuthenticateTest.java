package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import org.cinegraph.proto.FailureMetadata;
import org.cinegraph.proto.v1.ControlServiceGrpc;
import org.cinegraph.proto.v1.Failure;
import org.cinegraph.proto.v1.GetServerInfoRequest;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticateTest {
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
  void aCallWithTheTokenOfTheHomePasses() {
    assertThat(
            fixture.control().getServerInfo(GetServerInfoRequest.getDefaultInstance()).getServer())
        .isEqualTo("test");
  }

  @Test
  void aCallWithoutATokenIsToldWhatItNeeds() {
    assertRefused(
        fixture.controlAsNobody(),
        Status.Code.UNAUTHENTICATED,
        "token-refused",
        "A call needs the header authorization: Bearer TOKEN");
  }

  @Test
  void anotherSchemeThanBearerIsRefused() {
    assertRefused(
        fixture.controlAs("Basic abc"),
        Status.Code.UNAUTHENTICATED,
        "token-refused",
        "The header authorization must begin with Bearer");
  }

  @Test
  void aTokenThatNobodyHasIsRefused() {
    assertRefused(
        fixture.controlAs("Bearer guessed"),
        Status.Code.UNAUTHENTICATED,
        "token-refused",
        "Nobody has this token");
  }

  @Test
  void aCallerWithoutTheRightIsNamed() {
    assertRefused(
        fixture.controlAs("Bearer " + ControlFixture.WORKER_TOKEN),
        Status.Code.PERMISSION_DENIED,
        "right-missing",
        "worker has not the right control that this call needs");
  }

  @Test
  void aStreamingCallPassesTheSamePlace() {
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                fixture.controlAsNobody().watchRun(WatchRunRequest.getDefaultInstance()).hasNext());

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  private static void assertRefused(
      ControlServiceGrpc.ControlServiceBlockingStub control,
      Status.Code status,
      String code,
      String message) {
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> control.getServerInfo(GetServerInfoRequest.getDefaultInstance()));

    assertThat(refused.getStatus().getCode()).isEqualTo(status);
    Failure failure = FailureMetadata.of(refused).orElseThrow();
    assertThat(failure.getCode()).isEqualTo(code);
    assertThat(failure.getMessage()).isEqualTo(message);
  }
}
