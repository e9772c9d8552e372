package org.cinegraph.graph.declaration;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What one computation of a node needs of the machine that runs it, until it has been measured.
///
/// @param deviceMemoryBytes peak on the device, models aside
/// @param hostMemoryBytes peak in the worker process, models aside
/// @param preemptible whether it can stop at a checkpoint and go on elsewhere
/// @param labels all of which the worker must have
/// @param growth what larger work needs besides, in a declaration; a planned node has it added up
public record Demand(
    DeviceClass device,
    long deviceMemoryBytes,
    long hostMemoryBytes,
    boolean preemptible,
    SortedSet<String> labels,
    Optional<Growth> growth) {
  public Demand {
    requireNonNull(device, "device is null");
    requireNonNull(growth, "growth is null");
    labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
    if (deviceMemoryBytes < 0 || hostMemoryBytes < 0) {
      throw new IllegalArgumentException("A demand for memory cannot be negative");
    }
  }

  /// Memory on the device for each unit of a product: bytes a pixel of `width` and `height`.
  ///
  /// @param bytes for each unit
  /// @param factors parameters of the node type, ints. One that is not known at planning, or that
  ///   the graph leaves out, makes nothing grow
  public record Growth(long bytes, List<String> factors) {
    public Growth {
      factors = List.copyOf(factors);
      if (bytes < 1 || factors.isEmpty()) {
        throw new IllegalArgumentException("A growth of %d bytes by %s".formatted(bytes, factors));
      }
    }
  }

  /// One that is the same for any size.
  public Demand(
      DeviceClass device,
      long deviceMemoryBytes,
      long hostMemoryBytes,
      boolean preemptible,
      SortedSet<String> labels) {
    this(device, deviceMemoryBytes, hostMemoryBytes, preemptible, labels, Optional.empty());
  }

  public Demand growing(long bytes, String... factors) {
    Growth grown = new Growth(bytes, List.of(factors));
    return new Demand(
        device, deviceMemoryBytes, hostMemoryBytes, preemptible, labels, Optional.of(grown));
  }

  /// One that asks for no labels.
  public Demand(
      DeviceClass device, long deviceMemoryBytes, long hostMemoryBytes, boolean preemptible) {
    this(device, deviceMemoryBytes, hostMemoryBytes, preemptible, Collections.emptySortedSet());
  }

  /// Where a computation may run.
  public enum DeviceClass {
    /// Any worker: the GPU if it has one, else the processor.
    ANY,
    /// A worker with a GPU only.
    GPU
  }
}
