package org.cinegraph.graph.declaration;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What one computation of a node needs of the machine that runs it, until it has been measured.
///
/// @param deviceMemoryBytes peak on the device, models aside
/// @param hostMemoryBytes peak in the worker process, models aside
/// @param preemptible whether it can stop at a checkpoint and go on elsewhere
/// @param labels all of which the worker must have
public record Demand(
    DeviceClass device,
    long deviceMemoryBytes,
    long hostMemoryBytes,
    boolean preemptible,
    SortedSet<String> labels) {
  public Demand {
    requireNonNull(device, "device is null");
    labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
    if (deviceMemoryBytes < 0 || hostMemoryBytes < 0) {
      throw new IllegalArgumentException("A demand for memory cannot be negative");
    }
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
