package org.cinegraph.nodes.tensor.device;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What this machine can compute on, taken once when a worker starts.
///
/// @param gpus in the driver's order; empty: work happens on the processor
/// @param sentence one sentence for people: what was found, or why there is no GPU
public record DeviceInventory(
    ComputeDevice.Processor processor, List<ComputeDevice.Gpu> gpus, String sentence) {
  public DeviceInventory {
    gpus = List.copyOf(gpus);
  }

  /// Never fails: a machine whose GPUs cannot be asked works on its processor and says why.
  public static DeviceInventory take() {
    return take(new JCudaRuntime(), processorOfThisMachine());
  }

  static DeviceInventory take(CudaRuntime cuda, ComputeDevice.Processor processor) {
    List<ComputeDevice.Gpu> gpus = new ArrayList<>();
    try {
      int count = cuda.deviceCount();
      for (int i = 0; i < count; i++) {
        gpus.add(cuda.describe(i));
      }
    } catch (CudaRuntime.CudaUnavailable e) {
      return new DeviceInventory(
          processor, List.of(), onProcessor(processor, String.valueOf(e.getMessage())));
    } catch (LinkageError e) {
      return new DeviceInventory(
          processor, List.of(), onProcessor(processor, "CUDA's runtime could not be loaded"));
    }
    if (gpus.isEmpty()) {
      return new DeviceInventory(processor, gpus, onProcessor(processor, "the driver lists none"));
    }
    return new DeviceInventory(
        processor, gpus, "GPUs: " + gpus.size() + " × " + gpus.getFirst().name() + ".");
  }

  private static String onProcessor(ComputeDevice.Processor processor, String reason) {
    return "No GPU (%s): this worker computes on the processor, %s."
        .formatted(reason, processor.name());
  }

  private static ComputeDevice.Processor processorOfThisMachine() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new ComputeDevice.Processor(processorName(), system.getTotalMemorySize());
  }

  private static String processorName() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
