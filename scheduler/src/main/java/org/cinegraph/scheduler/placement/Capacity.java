package org.cinegraph.scheduler.placement;

import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.Demand.DeviceClass;

/// The memory of a worker. One without a GPU computes in host memory, so both demands of a work are
/// taken from there.
///
/// @param gpuBytes memory of the GPU; meaningless without one
public record Capacity(long hostBytes, boolean gpu, long gpuBytes) {
  public Capacity {
    if (hostBytes < 0 || gpuBytes < 0) {
      throw new IllegalArgumentException("A capacity cannot be negative");
    }
  }

  /// Whether the worker has the device that the work asks for, memory aside.
  boolean hasDeviceFor(Demand demand) {
    return switch (demand.device()) {
      case DeviceClass.ANY -> true;
      case DeviceClass.GPU -> gpu;
    };
  }

  /// What the work takes of this worker's memory.
  public Load loadOf(Demand demand) {
    if (gpu) {
      return new Load(demand.hostMemoryBytes(), demand.deviceMemoryBytes());
    }
    return new Load(sum(demand.hostMemoryBytes(), demand.deviceMemoryBytes()), 0);
  }

  public boolean holds(Load load) {
    return shortage(load) <= 0;
  }

  /// How far the load goes beyond the capacity; not positive where it fits.
  long shortage(Load load) {
    long host = load.hostBytes() - hostBytes;
    return gpu ? Math.max(host, load.gpuBytes() - gpuBytes) : host;
  }

  /// Memory that works take of a worker. Never overflows: what is larger than a long is no fit.
  public record Load(long hostBytes, long gpuBytes) {
    public static final Load NONE = new Load(0, 0);

    public Load plus(Load other) {
      return new Load(sum(hostBytes, other.hostBytes), sum(gpuBytes, other.gpuBytes));
    }
  }

  private static long sum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
