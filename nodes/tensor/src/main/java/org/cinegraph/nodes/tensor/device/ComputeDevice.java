package org.cinegraph.nodes.tensor.device;

import static java.util.Objects.requireNonNull;

/// Something that programs run on.
///
/// @param name as its maker calls it
/// @param memoryBytes all of its memory, whether free or not
public sealed interface ComputeDevice {
  String name();

  long memoryBytes();

  /// The processor with the machine's memory.
  record Processor(String name, long memoryBytes) implements ComputeDevice {
    public Processor {
      requireNonNull(name, "name is null");
    }
  }

  /// A GPU.
  ///
  /// @param index its number for the driver
  /// @param computeCapability what its instruction set can do: `9.0`
  /// @param driverCuda the newest CUDA version that the driver knows: `12.6`
  record Gpu(int index, String name, long memoryBytes, String computeCapability, String driverCuda)
      implements ComputeDevice {
    public Gpu {
      requireNonNull(name, "name is null");
      requireNonNull(computeCapability, "computeCapability is null");
      requireNonNull(driverCuda, "driverCuda is null");
    }
  }
}
