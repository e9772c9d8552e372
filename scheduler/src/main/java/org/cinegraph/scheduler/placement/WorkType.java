package org.cinegraph.scheduler.placement;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import org.cinegraph.graph.digest.Digest;

/// A node type as it is run: a work goes only to a worker that offers exactly this.
public record WorkType(String type, int version, Digest program) implements Comparable<WorkType> {
  private static final Comparator<WorkType> ORDER =
      Comparator.comparing(WorkType::type)
          .thenComparingInt(WorkType::version)
          .thenComparing(WorkType::program);

  public WorkType {
    requireNonNull(type, "type is null");
    requireNonNull(program, "program is null");
  }

  @Override
  public int compareTo(WorkType other) {
    return ORDER.compare(this, other);
  }
}
