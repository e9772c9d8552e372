package org.cinegraph.nodes.tensor.device;

/// The few questions that the inventory asks of CUDA.
interface CudaRuntime {
  /// @throws CudaUnavailable there is no driver, or it does not work
  /// @throws LinkageError the runtime's library cannot be loaded here
  int deviceCount() throws CudaUnavailable;

  ComputeDevice.Gpu describe(int index) throws CudaUnavailable;

  /// CUDA answers, but with an error.
  final class CudaUnavailable extends Exception {
    CudaUnavailable(String message) {
      super(message);
    }
  }
}
