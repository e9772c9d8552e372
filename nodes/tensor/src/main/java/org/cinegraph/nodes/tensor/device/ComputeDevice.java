package org.cinegraph.nodes.tensor.device;

import static java.util.Objects.requireNonNull;

import org.cinegraph.graph.type.Dtype;

/// Something that programs run on.
///
/// @param name as its maker calls it
/// @param memoryBytes all of its memory, whether free or not
public sealed interface ComputeDevice {
  String name();

  long memoryBytes();

  /// What networks compute in here where nobody asks for something else. GPUs are made for 16 bits:
  /// bfloat16 where the device has it, since its range is that of float32.
  default Dtype usualDtype() {
    return switch (this) {
      case Processor _ -> Dtype.F32;
      case Gpu gpu -> gpu.hasBrainFloats() ? Dtype.BF16 : Dtype.F16;
    };
  }

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

    private boolean hasBrainFloats() {
      return Double.parseDouble(computeCapability) >= 8;
    }
  }
}
