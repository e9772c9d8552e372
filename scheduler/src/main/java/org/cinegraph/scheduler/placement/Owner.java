package org.cinegraph.scheduler.placement;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.UUID;

/// Whose turn a work takes: that of the run which first asked for it, within its tenant's.
public record Owner(UUID tenant, UUID run) implements Comparable<Owner> {
  private static final Comparator<Owner> ORDER =
      Comparator.comparing(Owner::tenant).thenComparing(Owner::run);

  public Owner {
    requireNonNull(tenant, "tenant is null");
    requireNonNull(run, "run is null");
  }

  @Override
  public int compareTo(Owner other) {
    return ORDER.compare(this, other);
  }
}
