package org.cinegraph.graph.declaration;

import static java.util.Objects.requireNonNull;

/// What one computation of a node needs of the machine that runs it, until it has been measured.
///
/// @param deviceMemoryBytes peak on the device, models aside
/// @param hostMemoryBytes peak in the worker process, models aside
/// @param preemptible whether it can stop at a checkpoint and go on elsewhere
public record Demand(
    DeviceClass device, long deviceMemoryBytes, long hostMemoryBytes, boolean preemptible) {
  public Demand {
    requireNonNull(device, "device is null");
    if (deviceMemoryBytes < 0 || hostMemoryBytes < 0) {
      throw new IllegalArgumentException("A demand for memory cannot be negative");
    }
  }

  /// Where a computation may run.
  public enum DeviceClass {
    /// Any worker: the GPU if it has one, else the processor.
    ANY,
    /// A worker with a GPU only.
    GPU
  }
}
