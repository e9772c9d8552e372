package org.cinegraph.proto;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.cinegraph.proto.v1.Failure;
import org.cinegraph.proto.v1.FailureCategory;
import org.junit.jupiter.api.Test;

class FailureMetadataTest {
  private static final Failure UNKNOWN =
      Failure.newBuilder()
          .setCode("run-unknown")
          .setCategory(FailureCategory.FAILURE_CATEGORY_USER)
          .setMessage("There is no run 7")
          .putFields("run", "7")
          .build();

  @Test
  void aRefusalCarriesItsReasonAndItsSentence() {
    StatusRuntimeException refusal = FailureMetadata.refusal(Status.Code.NOT_FOUND, UNKNOWN);

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refusal.getStatus().getDescription()).isEqualTo("There is no run 7");
    assertThat(FailureMetadata.of(refusal)).contains(UNKNOWN);
  }

  @Test
  void aStatusWithoutTrailersHasNoReason() {
    assertThat(FailureMetadata.of(Status.UNAVAILABLE.asRuntimeException())).isEmpty();
    assertThat(FailureMetadata.of(new IllegalStateException("no call at all"))).isEmpty();
  }
}
