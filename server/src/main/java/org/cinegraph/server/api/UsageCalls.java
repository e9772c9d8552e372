package org.cinegraph.server.api;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.db.work.ReadUsage;
import org.cinegraph.db.work.ReadUsage.By;
import org.cinegraph.db.work.ReadUsage.Sum;
import org.cinegraph.proto.v1.ListUsageRequest;
import org.cinegraph.proto.v1.ListUsageResponse;
import org.cinegraph.proto.v1.UsageSum;

/// What attempts cost.
final class UsageCalls {
  private final ReadUsage usage;

  UsageCalls(ReadUsage usage) {
    this.usage = usage;
  }

  ListUsageResponse list(UUID tenant, ListUsageRequest request) {
    int size = Pages.size(request.getPageSize());
    Optional<Instant> since =
        request.hasSince()
            ? Optional.of(WireTime.read("since", request.getSince()))
            : Optional.empty();
    ListUsageResponse.Builder response = ListUsageResponse.newBuilder();
    usage.read(tenant, by(request), since, size).forEach(sum -> response.addSums(sum(sum)));
    return response.build();
  }

  private static By by(ListUsageRequest request) {
    return switch (request.getBy()) {
      case USAGE_BY_RUN, USAGE_BY_UNSPECIFIED -> By.RUN;
      case USAGE_BY_TYPE -> By.TYPE;
      case USAGE_BY_MODEL -> By.MODEL;
      case USAGE_BY_DEVICE -> By.DEVICE;
      case UNRECOGNIZED ->
          throw RefusedCall.invalid(
              "usage-by",
              "by must be a run, a type, a model or a device, found %d"
                  .formatted(request.getByValue()));
    };
  }

  private static UsageSum sum(Sum sum) {
    return UsageSum.newBuilder()
        .setOf(sum.of())
        .setAttempts(sum.attempts())
        .setFetchSeconds(sum.seconds().fetch())
        .setLoadSeconds(sum.seconds().load())
        .setRunSeconds(sum.seconds().run())
        .setStoreSeconds(sum.seconds().store())
        .build();
  }
}
