package org.cinegraph.nodes.tensor.device;

import jcuda.runtime.JCuda;
import jcuda.runtime.cudaDeviceProp;
import jcuda.runtime.cudaError;

/// Asks CUDA's runtime through JCuda, which brings the runtime along; only the driver is the
/// machine's.
final class JCudaRuntime implements CudaRuntime {
  @Override
  public int deviceCount() throws CudaUnavailable {
    JCuda.setExceptionsEnabled(false);
    int[] count = new int[1];
    check(JCuda.cudaGetDeviceCount(count));
    return count[0];
  }

  @Override
  public ComputeDevice.Gpu describe(int index) throws CudaUnavailable {
    cudaDeviceProp properties = new cudaDeviceProp();
    check(JCuda.cudaGetDeviceProperties(properties, index));
    int[] driver = new int[1];
    check(JCuda.cudaDriverGetVersion(driver));
    return new ComputeDevice.Gpu(
        index,
        properties.getName(),
        properties.totalGlobalMem,
        properties.major + "." + properties.minor,
        driver[0] / 1000 + "." + driver[0] % 1000 / 10);
  }

  private static void check(int status) throws CudaUnavailable {
    if (status != cudaError.cudaSuccess) {
      throw new CudaUnavailable(JCuda.cudaGetErrorString(status));
    }
  }
}
