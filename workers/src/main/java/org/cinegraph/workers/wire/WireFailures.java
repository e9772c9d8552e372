package org.cinegraph.workers.wire;

import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;

/// Failures as messages.
public final class WireFailures {
  private WireFailures() {}

  public static org.cinegraph.proto.v1.Failure message(Failure failure) {
    return org.cinegraph.proto.v1.Failure.newBuilder()
        .setCode(failure.code())
        .setCategory(message(failure.category()))
        .setMessage(failure.message())
        .build();
  }

  private static org.cinegraph.proto.v1.FailureCategory message(FailureCategory category) {
    return switch (category) {
      case USER -> org.cinegraph.proto.v1.FailureCategory.FAILURE_CATEGORY_USER;
      case RESOURCE -> org.cinegraph.proto.v1.FailureCategory.FAILURE_CATEGORY_RESOURCE;
      case TRANSIENT -> org.cinegraph.proto.v1.FailureCategory.FAILURE_CATEGORY_TRANSIENT;
      case EXTERNAL -> org.cinegraph.proto.v1.FailureCategory.FAILURE_CATEGORY_EXTERNAL;
      case STOPPED -> org.cinegraph.proto.v1.FailureCategory.FAILURE_CATEGORY_STOPPED;
      case FATAL -> org.cinegraph.proto.v1.FailureCategory.FAILURE_CATEGORY_FATAL;
    };
  }
}
