package org.cinegraph.nodes.tensor.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.cinegraph.graph.type.Dtype;
import org.cinegraph.nodes.tensor.device.ComputeDevice.Gpu;
import org.cinegraph.nodes.tensor.device.ComputeDevice.Processor;
import org.junit.jupiter.api.Test;

class DeviceInventoryTest {
  private static final Processor PROCESSOR = new Processor("Some CPU", 16L << 30);
  private static final Gpu GPU = new Gpu(0, "NVIDIA H200", 141L << 30, "9.0", "12.6");

  @Test
  void gpusAreListed() {
    DeviceInventory inventory = DeviceInventory.take(new FakeCuda(1), PROCESSOR);

    assertThat(inventory.gpus()).containsExactly(GPU);
    assertThat(inventory.sentence()).isEqualTo("GPUs: 1 × NVIDIA H200.");
  }

  @Test
  void aMachineWithoutADriverWorksOnItsProcessorAndSaysSo() {
    DeviceInventory inventory = DeviceInventory.take(new FakeCuda(-1), PROCESSOR);

    assertThat(inventory.gpus()).isEmpty();
    assertThat(inventory.sentence())
        .isEqualTo("No GPU (no driver): this worker computes on the processor, Some CPU.");
  }

  @Test
  void aRuntimeThatCannotBeLoadedIsNoReasonToFail() {
    CudaRuntime broken =
        new CudaRuntime() {
          @Override
          public int deviceCount() {
            throw new UnsatisfiedLinkError("libJCudaRuntime");
          }

          @Override
          public Gpu describe(int index) {
            throw new IllegalStateException("not asked");
          }
        };

    assertThat(DeviceInventory.take(broken, PROCESSOR).sentence())
        .contains("could not be loaded", "Some CPU");
  }

  @Test
  void thisMachineHasAProcessorWithMemory() {
    DeviceInventory inventory = DeviceInventory.take();

    assertThat(inventory.processor().memoryBytes()).isPositive();
    assertThat(inventory.processor().name()).isNotBlank();
    assertThat(inventory.sentence()).matches("(No GPU \\(.+\\)|GPUs): .+\\.");
  }

  @Test
  void networksComputeIn32BitsOnAProcessorAndIn16OnAGpu() {
    assertThat(PROCESSOR.usualDtype()).isEqualTo(Dtype.F32);
    assertThat(GPU.usualDtype()).isEqualTo(Dtype.BF16);
    assertThat(new Gpu(0, "NVIDIA T4", 16L << 30, "7.5", "12.6").usualDtype()).isEqualTo(Dtype.F16);
  }

  private record FakeCuda(int count) implements CudaRuntime {
    @Override
    public int deviceCount() throws CudaUnavailable {
      if (count < 0) {
        throw new CudaUnavailable("no driver");
      }
      return count;
    }

    @Override
    public Gpu describe(int index) {
      return GPU;
    }
  }
}
